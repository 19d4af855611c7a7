"""The languages a plan can be written in: a folder for each, which holds everything that depends on it."""

from __future__ import annotations

from collections.abc import Mapping

from plangen.languages.en import ENGLISH
from plangen.languages.form import Language
from plangen.languages.zh import CHINESE

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (CHINESE, ENGLISH)}
