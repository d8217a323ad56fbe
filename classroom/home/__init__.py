"""The editor's home screen for teachers: what must I do now?"""
