"""The twin of the audit's visitor: sees what a test lays out, or breaks off in the middle."""

from dataclasses import dataclass, field

from district_cms.site_audit.engine import BrowserFailed, Visit

PLAIN = '<!doctype html><html lang="en"><body><main><p>Words.</p></main></body></html>'


class Killed(BaseException):
    """The queue ended the process in the middle of a batch."""


@dataclass(slots=True)
class ScriptedVisitor:
    """`pages` are what stands at an address ("": everywhere else); an exception there is raised.

    `visited` are the addresses in their order, `opened` says for each batch whether it was to use
    a browser.
    """

    pages: dict[str, Visit | BaseException] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)
    opened: list[bool] = field(default_factory=list)
    closed: int = 0
    starts: bool = True

    def visit(self, address: str) -> Visit:
        if not self.starts:
            raise BrowserFailed("ended")
        self.visited.append(address)
        seen = self.pages.get(address, self.pages.get("", Visit(200, PLAIN)))
        if isinstance(seen, BaseException):
            raise seen
        return seen

    def close(self) -> None:
        self.closed += 1


def violation(rule: str = "color-contrast", *, in_content: bool = True) -> dict[str, object]:
    """One violation, as the browser tells it."""
    return {
        "rule": rule,
        "help": f"Help of {rule}",
        "tags": ["wcag2aa", "wcag143"],
        "impact": "serious",
        "selector": "main > p",
        "excerpt": "<p>Faint words.</p>",
        "in_content": in_content,
    }
