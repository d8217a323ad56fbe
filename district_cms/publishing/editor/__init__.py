"""What the editor says while someone writes: the gate's findings, beside the field.

The same rules as at the gate, asked before anyone submits. Nothing here decides and nothing is
stored: `reading` takes the form as it stands, `answer` says where each finding belongs, `views`
answers the side panel's script, `content_checker` makes Wagtail's own checker say the same.
"""
