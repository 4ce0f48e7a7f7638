"""A settings file that remembers its lines, so that a complaint can say which one to correct."""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

# The keys and list indexes that lead to a setting, from the outside in.
Place = tuple[str | int, ...]

_STRING = "tag:yaml.org,2002:str"
# What a YAML complaint quotes; an unquoted secret may begin like a tag or an alias. Names of
# tokens, such as '<block end>', are no words of the file.
_QUOTED = re.compile(r""" (['"])(?!<).*\1""")


class UnreadableError(Exception):
    """The file cannot be read as settings."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """What a file says and where it says it."""

    content: dict[str, Any]
    root: Node | None

    def line_of(self, place: Place) -> int | None:
        """The line, from 1, of the innermost part of a place that the file holds.

        A part the file does not hold is skipped; None when it holds none of them.
        """
        node, line = self.root, None
        for part in place:
            if found := _inside(node).get(str(part)):
                start, node = found
                line = _line(start)
        return line


def parse(text: str) -> Document:
    """Read a file's text. Raises UnreadableError, which never repeats a value."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        content = None if root is None else _Constructor().construct_document(root)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableError(line, "a control character; delete it") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        said = ", ".join(each for each in (error.context, error.problem) if each)
        raise UnreadableError(line, _QUOTED.sub("", said)) from None
    if root is None or content is None:
        return Document({}, None)
    _refuse_other_than_groups(root)
    return Document(content, root)


class _Constructor(SafeConstructor):
    """Makes values of nodes, and names the line of one that looks like a type but is none."""

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError):
            # Such as the thirteenth month of a date.
            problem = "no such value; put it in quotes if it is text"
            raise ConstructorError(None, None, problem, node.start_mark) from None


def _refuse_other_than_groups(root: Node) -> None:
    """Raises UnreadableError at the first thing that is no named group."""
    wrong = [root]
    if isinstance(root, MappingNode):
        wrong = [key for key, _ in root.value if key.tag != _STRING]
    if wrong:
        hint = "it must hold groups such as `server:` with `key: value` lines below"
        raise UnreadableError(_line(wrong[0]), hint)


def _inside(node: Node | None) -> dict[str, tuple[Node, Node]]:
    """The parts of a node: where each begins, and what it holds."""
    if isinstance(node, MappingNode):
        named = [(key, value) for key, value in node.value if isinstance(key, ScalarNode)]
        return {key.value: (key, value) for key, value in named}
    if isinstance(node, SequenceNode):
        return {str(index): (item, item) for index, item in enumerate(node.value)}
    return {}


def _line(node: Node) -> int:
    return node.start_mark.line + 1
