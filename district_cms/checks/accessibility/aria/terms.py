"""The only table of WAI-ARIA: roles, attributes, their values, and what goes together.

Roles as in WAI-ARIA 1.3 (Working Draft) with DPUB-ARIA 1.1 and Graphics-ARIA 1.0; attributes as in
WAI-ARIA 1.2 (W3C Recommendation of June 6, 2023) with those of 1.3 that browsers know. Browsers
ignore a word that they do not know, so a list that is too long reports too little, and nothing
wrong.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ...word_sets import word_set

AS_OF: Final = "2026-11-24"
"""The day on which this table was last compared with the specifications."""

_Sets = Mapping[str, frozenset[str]]

KNOWN_ROLES: Final = word_set("""
    alert alertdialog application article banner blockquote button caption cell checkbox code
    columnheader combobox comment complementary contentinfo definition deletion dialog directory
    document emphasis feed figure form generic grid gridcell group heading image img insertion link
    list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox
    menuitemradio meter navigation none note option paragraph presentation progressbar radio
    radiogroup region row rowgroup rowheader scrollbar search searchbox sectionfooter
    sectionheader separator slider spinbutton status strong subscript suggestion superscript switch
    tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem
    doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink doc-biblioentry
    doc-bibliography doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover doc-credit
    doc-credits doc-dedication doc-endnote doc-endnotes doc-epigraph doc-epilogue doc-errata
    doc-example doc-footnote doc-foreword doc-glossary doc-glossref doc-index doc-introduction
    doc-noteref doc-notice doc-pagebreak doc-pagefooter doc-pageheader doc-pagelist doc-part
    doc-preface doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc
    graphics-document graphics-object graphics-symbol
""")
"""Every role except the abstract ones."""

NAMED_BY_CONTENT: Final = word_set("""
    button cell checkbox columnheader doc-backlink doc-biblioref doc-glossref doc-noteref gridcell
    heading link menuitem menuitemcheckbox menuitemradio option radio row rowheader switch tab
    tooltip treeitem
""")

TAGS_NAMED_BY_CONTENT: Final = word_set("""
    a button caption dt figcaption h1 h2 h3 h4 h5 h6 label legend option summary td th tr
""")
"""Elements named by their content, whether or not ARIA gives them a role."""

PICTURE_ROLES: Final = word_set("""
    doc-cover graphics-document graphics-symbol image img
""")

GLOBAL: Final = word_set("""
    aria-atomic aria-braillelabel aria-brailleroledescription aria-busy aria-controls aria-current
    aria-describedby aria-description aria-details aria-disabled aria-dropeffect aria-errormessage
    aria-flowto aria-grabbed aria-haspopup aria-hidden aria-invalid aria-keyshortcuts aria-label
    aria-labelledby aria-live aria-owns aria-relevant aria-roledescription
""")
"""Attributes for every role, including deprecated ones."""

_RANGES: Final = "meter progressbar scrollbar separator slider spinbutton"
_CELLS: Final = "cell columnheader gridcell rowheader"
_ITEMS: Final = (
    "article comment listitem menuitem menuitemcheckbox menuitemradio option radio row tab treeitem"
)
_FIELDS: Final = (
    "checkbox columnheader combobox grid gridcell listbox menuitemcheckbox menuitemradio "
    "radiogroup rowheader searchbox slider spinbutton switch textbox tree treegrid"
)

FOR_ROLES: Final[_Sets] = MappingProxyType(
    {
        "aria-activedescendant": word_set(
            "application combobox grid group listbox menu menubar radiogroup row searchbox "
            "spinbutton tablist textbox toolbar tree treegrid"
        ),
        "aria-autocomplete": word_set("combobox searchbox textbox"),
        "aria-checked": word_set(
            "checkbox menuitemcheckbox menuitemradio option radio switch treeitem"
        ),
        "aria-colcount": word_set("grid table treegrid"),
        "aria-colindex": word_set(_CELLS + " row"),
        "aria-colindextext": word_set(_CELLS + " row"),
        "aria-colspan": word_set(_CELLS),
        "aria-expanded": word_set(
            "application button checkbox columnheader combobox gridcell link listbox menuitem "
            "menuitemcheckbox menuitemradio row rowheader switch tab treeitem"
        ),
        "aria-level": word_set("comment heading listitem row tablist treeitem"),
        "aria-modal": word_set("alertdialog dialog"),
        "aria-multiline": word_set("searchbox textbox"),
        "aria-multiselectable": word_set("grid listbox tablist tree treegrid"),
        "aria-orientation": word_set(
            "combobox listbox menu menubar radiogroup scrollbar separator slider tablist toolbar "
            "tree treegrid"
        ),
        "aria-placeholder": word_set("combobox searchbox textbox"),
        "aria-posinset": word_set(_ITEMS),
        "aria-pressed": word_set("button"),
        "aria-readonly": word_set(_FIELDS),
        "aria-required": word_set(_FIELDS),
        "aria-rowcount": word_set("grid table treegrid"),
        "aria-rowindex": word_set(_CELLS + " row"),
        "aria-rowindextext": word_set(_CELLS + " row"),
        "aria-rowspan": word_set(_CELLS),
        "aria-selected": word_set("columnheader gridcell option row rowheader tab treeitem"),
        "aria-setsize": word_set(_ITEMS),
        "aria-sort": word_set("columnheader rowheader"),
        "aria-valuemax": word_set(_RANGES),
        "aria-valuemin": word_set(_RANGES),
        "aria-valuenow": word_set(_RANGES),
        "aria-valuetext": word_set(_RANGES),
    }
)
"""Attributes that only these roles support."""

_TRUTH: Final = "true false"
TOKENS: Final[_Sets] = MappingProxyType(
    {
        "aria-atomic": word_set(_TRUTH),
        "aria-autocomplete": word_set("inline list both none"),
        "aria-busy": word_set(_TRUTH),
        "aria-checked": word_set(_TRUTH + " mixed undefined"),
        "aria-current": word_set(_TRUTH + " page step location date time"),
        "aria-disabled": word_set(_TRUTH),
        "aria-expanded": word_set(_TRUTH + " undefined"),
        "aria-haspopup": word_set(_TRUTH + " menu listbox tree grid dialog"),
        "aria-hidden": word_set(_TRUTH + " undefined"),
        "aria-invalid": word_set(_TRUTH + " grammar spelling"),
        "aria-live": word_set("assertive off polite"),
        "aria-modal": word_set(_TRUTH),
        "aria-multiline": word_set(_TRUTH),
        "aria-multiselectable": word_set(_TRUTH),
        "aria-orientation": word_set("horizontal vertical undefined"),
        "aria-pressed": word_set(_TRUTH + " mixed undefined"),
        "aria-readonly": word_set(_TRUTH),
        "aria-relevant": word_set("additions removals text all"),
        "aria-required": word_set(_TRUTH),
        "aria-selected": word_set(_TRUTH + " undefined"),
        "aria-sort": word_set("ascending descending none other"),
    }
)
"""Attributes whose value is one of these words; "aria-relevant" takes several."""

WHOLE_NUMBERS: Final = word_set("""
    aria-colcount aria-colindex aria-colspan aria-level aria-posinset aria-rowcount aria-rowindex
    aria-rowspan aria-setsize
""")
NUMBERS: Final = word_set("aria-valuemax aria-valuemin aria-valuenow")

REQUIRED: Final[_Sets] = MappingProxyType(
    {
        "checkbox": word_set("aria-checked"),
        "combobox": word_set("aria-expanded"),
        "heading": word_set("aria-level"),
        "menuitemcheckbox": word_set("aria-checked"),
        "menuitemradio": word_set("aria-checked"),
        "meter": word_set("aria-valuenow"),
        "radio": word_set("aria-checked"),
        "scrollbar": word_set("aria-controls aria-valuenow"),
        "slider": word_set("aria-valuenow"),
        "switch": word_set("aria-checked"),
    }
)
"""Attributes that a role requires, unless the element itself supplies them."""

_MENU_ITEMS: Final = "menuitem menuitemcheckbox menuitemradio"
OWNERS: Final[_Sets] = MappingProxyType(
    {
        "cell": word_set("row"),
        "columnheader": word_set("row"),
        "gridcell": word_set("row"),
        "listitem": word_set("list directory"),
        "menuitem": word_set("menu menubar group"),
        "menuitemcheckbox": word_set("menu menubar group"),
        "menuitemradio": word_set("menu menubar group"),
        "option": word_set("listbox group"),
        "row": word_set("grid rowgroup table treegrid"),
        "rowgroup": word_set("grid table treegrid"),
        "rowheader": word_set("row"),
        "tab": word_set("tablist"),
        "treeitem": word_set("tree group treeitem"),
    }
)
"""Required parents: the roles of which an element with this role must be a direct child."""

OWNED: Final[_Sets] = MappingProxyType(
    {
        "feed": word_set("article"),
        "grid": word_set("row rowgroup caption"),
        "list": word_set("listitem"),
        "listbox": word_set("option group"),
        "menu": word_set(_MENU_ITEMS + " group separator"),
        "menubar": word_set(_MENU_ITEMS + " group separator"),
        "row": word_set(_CELLS),
        "rowgroup": word_set("row"),
        "table": word_set("row rowgroup caption"),
        "tablist": word_set("tab"),
        "tree": word_set("treeitem group"),
        "treegrid": word_set("row rowgroup caption"),
    }
)
"""Allowed children: the only roles that may be direct children of this role."""
