"""Shared by the tests of the docs: the sentences that a journey in this repository may say."""

from __future__ import annotations

import pytest
from markdown_pages import ROOT

from tellonce.authoring.sentences import SentenceIndex
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project


@pytest.fixture(scope="session")
def sentences() -> SentenceIndex:
    """Every sentence of the vocabulary and of steps/."""
    return load_sentences(open_project(ROOT)).index
