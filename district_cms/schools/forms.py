"""The editor's form of every gated page."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from wagtail.admin.forms import WagtailAdminPageForm

from .findings import Finding
from .publishing import PublishGateMixin, field_error


class PublishGateForm(WagtailAdminPageForm):
    """Asks the gate when the page is about to be submitted, scheduled or published.

    Drafts and autosave (`is_deferred_validation`) are never refused, and neither is sending a
    page back to its author. A refusal stands at the field, in a StreamField at the block; the
    author's text comes back as it was typed.
    """

    def _post_clean(self) -> None:
        # Only after this does the instance hold what was typed.
        super()._post_clean()
        if "slug" not in self.fields and self.instance._state.adding:
            # Made again when the page knows its place in the tree and so its siblings' slugs.
            self.instance.slug = ""
        if self.is_deferred_validation or self._is_sent_back:
            return
        if not isinstance(self.instance, PublishGateMixin):
            return
        by_field: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in self.instance.blocking_findings():
            by_field[finding.field if finding.field in self.fields else None].append(finding)
        for name, findings in by_field.items():
            # A field that already failed kept its old value: the gate did not see the new one.
            if name is None:
                self.add_error(NON_FIELD_ERRORS, field_error(None, findings))
            elif name not in self.errors:
                self.add_error(name, field_error(self._value_of(name), findings))

    @property
    def _is_sent_back(self) -> bool:
        # Every other step of a workflow may end in publishing, and is asked.
        step = self.data.get("workflow-action-name")
        return step == "reject" and "action-workflow-action" in self.data

    def _value_of(self, name: str) -> Any:
        return getattr(self.instance, name)
