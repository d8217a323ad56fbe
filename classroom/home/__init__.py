"""What the editor's first screen says to a teacher: what must I do now?"""
