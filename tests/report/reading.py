"""Reads a report back as a browser would: elements balanced, texts, attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.report.sessions import Session, head
from vrtherapy.report.head import Head
from vrtherapy.report.page import page
from vrtherapy.report.summary import Summary, summary
from vrtherapy.report.timeline import Timeline, timeline

VOID = {"meta", "br"}
MAY_STAND = {
    *("html", "head", "meta", "title", "style", "body", "main", "article", "section", "header", "footer"),
    *("h1", "h2", "h3", "p", "div", "span", "b", "strong", "br", "ul", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("svg", "defs", "pattern", "line", "path", "rect", "circle", "text"),
}
LEADS_AWAY = {"src", "href", "xlink:href", "action", "data", "srcset", "poster", "formaction", "background"}


@dataclass
class Read(HTMLParser):
    html: str
    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        self.faults += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in MAY_STAND:
            self.faults.append(f"element {tag}")
        names = [name for name, _ in attrs]
        self.faults += [f"{name} twice in {tag}" for name in set(names) if names.count(name) > 1]
        self.faults += [f"{tag} {name}" for name in names if name in LEADS_AWAY or name.startswith("on")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closed out of turn: {tag}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.faults += [f"style holds {word}" for word in ("url(", "@import", "expression") if word in data]
            return
        self.texts.append(data)
        if self.open and self.open[-1] in ("h1", "h2", "h3"):
            self.headings.append((self.open[-1], data.strip()))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def told(session: Session, of: Head | None = None) -> tuple[Timeline, Summary, str]:
    course = timeline(session.plan, session.turns)
    figures = summary(session.plan, course)
    return course, figures, page(session.plan, of or head(), course, figures)
