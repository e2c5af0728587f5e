"""Intake: from what a charity has already, a text, a web page or a Word document, to a leaflet.

No word is changed. What has to be guessed or left out is told, with its line in the new text.
"""

from leaflet.intake.bring import Brought, bring_in
from leaflet.intake.told import IntakeError, LookAt

__all__ = ["Brought", "IntakeError", "LookAt", "bring_in"]
