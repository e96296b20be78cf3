"""Small wrong changes to a Python file, one at a time, each by exactly one of these rules:

    1. a number is one more, True is False, a string and a formatted string are empty
    2. < is <= and >=, > is >= and <=, == is !=, `is` is `is not`, `in` is `not in`; + is -, * is //, // is *, | is &
    3. an operand of `and` or `or` is left out, `not` and a minus sign are left out
    4. an `if`, a choice and a condition within a comprehension always hold, or never
    5. a call that stands for itself is left out; so is an argument with a name, an argument of min and max,
       a member of a written-out tuple, set, list or dict, and a case of a match

Types, decorators, docstrings, imports and assertions stay. What cannot be run at all is killed by the first test.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import CodeType
from typing import TypeVar

T = TypeVar("T", bound=ast.AST)

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True)
class Mutant:
    """`line` is the line as written, `change` what is other in it; together with `function` they name it."""

    file: str
    function: str
    """By its qualified name; the class or "(module)" where the change is made while the module is loaded."""
    loading: bool
    at: int
    last: int
    """The lines of the statement, of its head where it has a body."""
    line: str
    change: str
    code: CodeType

    @property
    def name(self) -> str:
        return f"{self.function}: {self.line}  [{self.change}]"


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Each is compiled while it is asked for; the tree is whole again before the next."""
    tree = ast.parse(source)
    lines = source.splitlines()
    for holder, field, index, node, at in _walk(tree, Place("", True, 1, 1)):
        for other, words in _others(node, holder, field, bool(at.function)):
            change = _short(words or f"{ast.unparse(node)} -> {ast.unparse(other)}")
            line = getattr(node, "lineno", at.first)
            _put(holder, field, index, ast.fix_missing_locations(ast.copy_location(other, node)))
            try:
                code = compile(tree, file, "exec", dont_inherit=True)
            except (SyntaxError, TypeError, ValueError):
                continue
            finally:
                _put(holder, field, index, node)
            name = at.function or "(module)"
            yield Mutant(file, name, at.loading, min(at.first, line), max(at.last, line), lines[line - 1].strip(), change, code)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else f"{text[:80]} ... {text[-35:]}"


def _put(holder: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(holder, field, node)
    else:
        getattr(holder, field)[index] = node


SKIPPED_FIELDS = ("annotation", "returns", "decorator_list", "format_spec", "type_params")


@dataclass(frozen=True)
class Place:
    function: str
    loading: bool
    first: int
    last: int

    def within(self, node: ast.AST, field: str) -> Place:
        match node:
            case ast.FunctionDef():
                name = f"{self.function}.{node.name}" if self.function else node.name
                return Place(name, field != "body", node.lineno, node.lineno)
            case ast.ClassDef():
                return Place(node.name, True, node.lineno, node.lineno)
            case ast.If(test) | ast.While(test):
                return replace(self, first=node.lineno, last=test.end_lineno or node.lineno)
            case ast.For() | ast.Match() | ast.With():
                return replace(self, first=node.lineno, last=node.lineno)
            case ast.stmt():
                return replace(self, first=node.lineno, last=node.end_lineno or node.lineno)
            case _:
                return self


def _walk(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, Place]]:
    """Every node that may be changed, with where it hangs."""
    for field, value in ast.iter_fields(node):
        if field in SKIPPED_FIELDS:
            continue
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        inside = place.within(node, field)
        for index, child in children:
            if not isinstance(child, ast.AST) or _stays(child, node):
                continue
            if isinstance(child, ast.expr | ast.stmt | ast.comprehension):
                yield node, field, index, child, inside.within(child, "") if isinstance(child, ast.stmt) else inside
            yield from _walk(child, inside)


def _stays(node: ast.AST, holder: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert():
            return True
        case ast.Expr(ast.Constant()):
            return True
        case ast.Expr(ast.Call(ast.Name("assert_never"))):
            return True
        case ast.Subscript(ast.Name("Literal" | "tuple" | "dict" | "Callable" | "Final")):
            return True
        case ast.Constant():
            return isinstance(holder, ast.JoinedStr | ast.MatchValue)
        case _:
            return False


Other = tuple[ast.AST, str]
"""What stands instead, and what is other in words, "" where both sides say it."""


def _others(node: ast.AST, holder: ast.AST, field: str, inside: bool) -> Iterator[Other]:
    decides = field == "test" or isinstance(holder, ast.comprehension)
    if isinstance(holder, ast.If | ast.IfExp) and field == "test" and isinstance(node, ast.expr):
        # The test is still made: it may set a name.
        yield ast.BoolOp(ast.And(), [node, ast.Constant(False)]), f"{ast.unparse(node)} -> never"
        yield ast.BoolOp(ast.Or(), [node, ast.Constant(True)]), f"{ast.unparse(node)} -> always"
    match node:
        case ast.Constant(bool() as value):
            yield ast.Constant(not value), ""
        case ast.Constant(int() | float() as value):
            yield ast.Constant(value + 1), ""
        case ast.Constant(str() as value):
            yield ast.Constant("" if value else "other"), ""
        case ast.JoinedStr():
            yield ast.Constant(""), ""
        case ast.Compare(left, [op], [right]):
            for other in COMPARISONS[type(op)][: 2 - 1 * decides] if type(op) in ORDERS else COMPARISONS[type(op)][decides:]:
                yield ast.Compare(left, [other()], [right]), ""
        case ast.Compare(left, [first, second], rights):
            for ops in ([COMPARISONS[type(first)][0](), second], [first, COMPARISONS[type(second)][0]()]):
                yield ast.Compare(left, ops, rights), ""
        case ast.BinOp(left, op, right) if type(op) in SUMS and (inside or not isinstance(op, ast.BitOr)):
            yield ast.BinOp(left, SUMS[type(op)](), right), ""
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand, ""
        case ast.Expr(ast.Call()) | ast.AugAssign():
            yield ast.Pass(), f"{ast.unparse(node)} left out"
        case ast.BoolOp(op, values):
            for gone, rest in _without(values):
                yield ast.BoolOp(op, rest) if len(rest) > 1 else rest[0], f"{gone} left out"
        case ast.Call(called, args, keywords):
            if isinstance(called, ast.Name) and called.id in ("min", "max") and len(args) > 1:
                for gone, rest in _without(args):
                    alone = len(rest) == 1 and not isinstance(rest[0], ast.Starred)
                    yield rest[0] if alone else ast.Call(called, rest, keywords), f"{gone} left out"
            for gone, rest in _without(keywords):
                yield ast.Call(called, args, rest), f"{gone} left out"
        case ast.Tuple(elts, ast.Load()) | ast.Set(elts) | ast.List(elts, ast.Load()) if len(elts) > 1:
            if not isinstance(holder, ast.Subscript):
                for gone, rest in _without(elts):
                    yield _like(node, rest), f"{gone} left out"
        case ast.Dict(keys, values) if len(keys) > 1:
            for index, key in enumerate(keys):
                left = ast.Dict([*keys[:index], *keys[index + 1 :]], [*values[:index], *values[index + 1 :]])
                yield left, f"{key and ast.unparse(key)} left out"
        case ast.comprehension(target, iter, ifs):
            for gone, rest in _without(ifs):
                yield ast.comprehension(target, iter, rest, 0), f"if {gone} left out"
        case ast.Match(subject, cases) if len(cases) > 1:
            for index, case in enumerate(cases):
                if not (isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None):
                    yield ast.Match(subject, [*cases[:index], *cases[index + 1 :]]), f"case {ast.unparse(case.pattern)} left out"
        case _:
            pass


def _without(members: Sequence[T]) -> Iterator[tuple[str, list[T]]]:
    for index, gone in enumerate(members):
        yield ast.unparse(gone), [*members[:index], *members[index + 1 :]]


def _like(node: ast.AST, elts: list[ast.expr]) -> ast.AST:
    if isinstance(node, ast.Set):
        return ast.Set(elts)
    return ast.Tuple(elts, ast.Load()) if isinstance(node, ast.Tuple) else ast.List(elts, ast.Load())
