"""The editor's home screen for teachers and principals: what must I do now?"""
