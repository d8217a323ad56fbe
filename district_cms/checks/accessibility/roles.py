"""ARIA roles, as far as the checks ask: which there are, and which are named by their content."""

from typing import Final

from .words import word_set

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
"""WAI-ARIA 1.3 with the modules for publishing and graphics; browsers ignore any other word."""

NAMED_BY_CONTENT: Final = word_set("""
    button cell checkbox columnheader doc-backlink doc-biblioref doc-glossref doc-noteref gridcell
    heading link menuitem menuitemcheckbox menuitemradio option radio row rowheader switch tab
    tooltip treeitem
""")

TAGS_NAMED_BY_CONTENT: Final = word_set("""
    a button caption dt figcaption h1 h2 h3 h4 h5 h6 label legend option summary td th tr
""")
"""What says of itself what it is, with or without a role of its own in ARIA."""

PICTURE_ROLES: Final = word_set("""
    doc-cover graphics-document graphics-symbol image img
""")
