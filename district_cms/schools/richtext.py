"""What rich text offers: headings 2 to 4, bold, italic, lists and links, and nothing else."""

PROSE_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link"]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
