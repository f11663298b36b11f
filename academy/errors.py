"""The one error of the academy package.

A code for machines, details for the sentence. The sentence itself is written at the doors, in the
visitor's language (`academy.web.shared.sentences`), so that no rule depends on a language.
"""


class AcademyError(Exception):
    """Something was refused, and nothing was half done.

    `code` is a stable word such as `"alias_taken"`; `details` are the named values its sentence
    may mention (`alias="Blue Heron"`).
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        if not self.details:
            return self.code
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({told})"
