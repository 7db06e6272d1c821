// What Mozilla's Observatory finds at a name and two ports: node observatory.mjs SCANNER NAME HTTP HTTPS
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [scanner, name, httpPort, httpsPort] = process.argv.slice(2);
const part = (...path) => import(pathToFileURL(join(dirname(scanner), ...path)).href);
const { retrieve } = await part("retriever", "retriever.js");
const { ALL_TESTS } = await part("constants.js");
// Its own `scan` forgets the ports.
const answers = await retrieve(name, { httpPort: Number(httpPort), httpsPort: Number(httpsPort) });
if (!answers.responses.auto) throw new Error("nobody answers");
const tests = ALL_TESTS.map((test) => test(answers));
console.log(
  JSON.stringify({
    looked: tests.length,
    failed: tests.filter((test) => !test.pass).map((test) => test.result),
  }),
);
process.exit(0);
