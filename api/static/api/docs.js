// @ts-check
// The reference of the JSON door. A key that is typed into it stays in this page.

const place = document.querySelector("#reference");
if (place instanceof HTMLElement) {
  // @ts-expect-error: the bundle before this script defines it.
  window.SwaggerUIBundle({
    domNode: place,
    url: place.dataset.schema,
    deepLinking: true,
    persistAuthorization: false,
    validatorUrl: null,
  });
}
