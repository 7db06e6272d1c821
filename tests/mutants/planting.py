"""Rewrites the modules of a copy, so that each rule of access in them can be taken out by its number."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOMS = (
    "accounts", "api", "caseload", "checklists", "frontend", "logs", "patterns", "reminders", "symptoms",
    "treatments",
)  # fmt: skip
NOT_HERE = ("migrations", "management", "tests")

# Questions to a queryset whose answer depends on who asks. The second kind only where links are asked.
NARROWING = (
    "visible_to",
    "treated_by",
    "cared_for_by",
    "granting",
    "held_by",
    "owned_by",
    "left_by",
    "managed_by",
)
OF_LINKS = ("active",)
OF_MEMBERS = ("current",)
# Calls that name the scopes which they need.
NAMING_SCOPES = ("visible_to", "treated_by", "open_patient", "open_named_patient", "acting")
GUARDS = ("walking", "reviewing")
ANSWERS = ("may_walk", "may_review", "sees_photos", "sees_note", "is_therapist_of")
PROPERTIES = ("may_log", "may_answer", "sees_notes", "may_change")
OPENED = ("access", "self.access", "opened", "opened.access")


@dataclass(frozen=True, slots=True)
class Rule:
    """One place in the product that keeps somebody out."""

    number: int
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class Planting(ast.NodeTransformer):
    def __init__(self, place: str, first: int) -> None:
        self.place, self.rules, self.first = place, list[Rule](), first

    def visit_Call(self, node: ast.Call) -> ast.expr:
        line, before = node.lineno, ast.unparse(node)
        name = _name(node)
        self.generic_visit(node)
        if name in NAMING_SCOPES:
            node.args = [self._scope(argument, name) for argument in node.args]
        if isinstance(node.func, ast.Attribute) and _narrows(name, before):
            rows = [node.func.value, ast.Constant(name), *node.args]
            return self._asked("narrowed", line, f".{name}() of {before}", rows, node.keywords)
        if name in GUARDS and isinstance(node.func, ast.Name):
            return self._asked("let_in", line, before, [node.func, *node.args])
        if name in ANSWERS and isinstance(node.func, ast.Name):
            return self._asked("true", line, before, [node])
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        read = isinstance(node.ctx, ast.Load) and node.attr in PROPERTIES
        if read and ast.unparse(node.value) in OPENED:
            return self._asked("true", node.lineno, ast.unparse(node), [node])
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """`Scope.X in access.scopes`, and a set of scopes within them."""
        text, line = ast.unparse(node), node.lineno
        self.generic_visit(node)
        asks = text.endswith(".scopes") and isinstance(node.ops[0], ast.In | ast.LtE)
        return self._asked("true", line, text, [node]) if asks else node

    def _scope(self, argument: ast.expr, call: str) -> ast.expr:
        text = ast.unparse(argument)
        if not text.startswith("Scope."):
            return argument
        asked = self._asked("needed", argument.lineno, f"{text} of {call}()", [argument])
        return ast.Starred(asked, ast.Load())

    def _asked(
        self, how: str, line: int, text: str, values: list[ast.expr], named: list[ast.keyword] | None = None
    ) -> ast.expr:
        number = self.first + len(self.rules)
        self.rules.append(Rule(number, f"{self.place}:{line}", text))
        function = ast.Attribute(ast.Name("mutants_switch", ast.Load()), how, ast.Load())
        return ast.Call(function, [ast.Constant(number), *values], named or [])


def plant(root: Path) -> list[Rule]:
    """Rewrites the copy under `root`; returns its rules."""
    rules: list[Rule] = []
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        place = path.relative_to(root)
        if not set(NOT_HERE).isdisjoint(place.parts):
            continue
        tree, planting = ast.parse(path.read_text()), Planting(str(place), len(rules))
        planting.visit(tree)
        if planting.rules:
            switch = ast.parse("from tests.mutants import switch as mutants_switch").body
            at = next(
                number
                for number, line in enumerate([*tree.body, None])
                if not (
                    _is_docstring(line) or (isinstance(line, ast.ImportFrom) and line.module == "__future__")
                )
            )
            tree.body[at:at] = switch
            path.write_text(ast.unparse(ast.fix_missing_locations(tree)))
            rules += planting.rules
    return rules


def _name(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _narrows(name: str, text: str) -> bool:
    if name in OF_LINKS:
        return "CareLink" in text or "links" in text
    if name in OF_MEMBERS:
        return "ClinicMember" in text
    return name in NARROWING or (name == "of" and "Clinic.objects.of(" in text)


def _is_docstring(line: ast.stmt | None) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
