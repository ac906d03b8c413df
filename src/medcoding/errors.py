"""Every error the course raises on purpose.

    MedcodingError              anything below; its text is fit to show to an instructor
    ├── AuthoringError          an authored file (case, question, lesson, syllabus) is wrong
    ├── AnswerError             an answer file cannot be read
    ├── TablesError             code tables are missing, damaged or unknown
    │   ├── UnknownCodeError    the table has no such code
    │   └── NoReleaseError      no release held covers that date
    ├── CourseError             the course's folders are not where they should be
    ├── ProgressError           a learner's record of practice cannot be read
    ├── CredentialError         a certificate or an issuer's file cannot be made or read
    ├── AuditError              a set of coded records cannot be read or compared
    ├── CollectError            a zip, roster or record of a learning management system cannot be used
    ├── GradingError            an assignment cannot be graded as it stands
    ├── SandboxError            learners' programs cannot be locked in on this machine
    ├── ServingError            a server of the course cannot be started
    └── SiteError               the static edition cannot be written

Texts read `where: what is wrong; what to do`. A learner never sees a traceback: widgets and
the nbgrader plug-ins catch `MedcodingError` and show its text.
"""


class MedcodingError(Exception):
    """An error whose text is written for a person: `where: what is wrong; what to do`."""


class AuthoringError(MedcodingError):
    """An authored file breaks the format."""


class AnswerError(MedcodingError):
    """An answer file is unreadable, too large, malformed or belongs to another exercise."""


class TablesError(MedcodingError):
    """Code tables are missing, damaged or of an unknown format."""


class UnknownCodeError(TablesError):
    """The release in force has no such code."""


class NoReleaseError(TablesError):
    """No release of that system is held."""


class CourseError(MedcodingError):
    """A folder or file that the course needs is not where it should be."""


class GradingError(MedcodingError):
    """An assignment cannot be graded as it stands."""


class CollectError(MedcodingError):
    """A zip, a roster or a record of a learning management system cannot be used."""


class SandboxError(MedcodingError):
    """Learners' programs cannot be run locked in here."""


class ServingError(MedcodingError):
    """A server of the course cannot be started, or ended by itself."""


class SiteError(MedcodingError):
    """The static edition cannot be written to a folder."""


class AuditError(MedcodingError):
    """A set of coded records cannot be read or compared."""


class ProgressError(MedcodingError):
    """A learner's record of practice cannot be read, or is none."""


class CredentialError(MedcodingError):
    """A certificate, or the file of who issues it, cannot be made or read."""
