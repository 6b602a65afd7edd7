"""A project as the verbs that look it through read it: its files, its sentences, its journeys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tellonce.authoring.features import check_features, feature_paths, load_features
from tellonce.authoring.gherkin import FeatureFile, language_of, read_feature
from tellonce.authoring.sentences import SentenceIndex
from tellonce.engine.flows import Deeds, current_deeds
from tellonce.model.errors import NothingRan, Problem
from tellonce.project import Project, find_root, load_project
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project
from tellonce.vocabulary.language import languages

__all__ = ["Opened", "open_at", "open_here", "readable_journeys", "sound_journeys"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """project: its files.  sentences: all that a journey may say.  deeds: what steps/ declared.

    by_language: language -> what journeys in it may say, the first for what all of them may.
    """

    project: Project
    sentences: SentenceIndex
    by_language: Mapping[str, SentenceIndex]
    deeds: Deeds


def open_here(*, also: str = "") -> Opened:
    """The project at or above the current folder. Raises UsageProblem with the mistakes of its files and steps.

    also: a language that may be meant though no journey is written in it yet; "" for none.
    """
    return open_at(find_root(Path.cwd()), also=also)


def open_at(root: Path, *, also: str = "") -> Opened:
    """The project in this folder. Raises UsageProblem likewise."""
    project = load_project(root)
    sentences = load_sentences(open_project(root)).index
    spoken = dict.fromkeys((*_spoken(project.journeys), *(code for code in languages() if code == also)))
    by_language = {"en": sentences} | {code: sentences.of(code) for code in spoken}
    return Opened(project=project, sentences=sentences, by_language=by_language, deeds=current_deeds())


def _spoken(journeys: Path) -> tuple[str, ...]:
    """The languages beside English that journeys are written in, sorted."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in feature_paths([journeys]))
    spoken = {language_of(text.splitlines()) for text in texts}
    return tuple(sorted(code for code in spoken if code.partition("-")[0] != "en"))


def sound_journeys(opened: Opened) -> list[FeatureFile]:
    """Every journey; none where there is no file. Raises UsageProblem with every mistake of any of them."""
    try:
        return load_features([opened.project.journeys], opened.project.root, opened.sentences)
    except NothingRan:
        return []


def readable_journeys(opened: Opened) -> tuple[list[FeatureFile], tuple[str, ...]]:
    """Those without a mistake, and the paths of the others: whoever looks up a sentence may be about to mend one."""
    sound: list[FeatureFile] = []
    others: list[str] = []
    root = opened.project.root
    for path in feature_paths([opened.project.journeys]):
        feature = read_feature(path, root)
        mistakes: Sequence[Problem] = (
            (feature,) if isinstance(feature, Problem) else check_features([feature], opened.sentences)
        )
        if isinstance(feature, Problem) or mistakes:
            others.append(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path))
        else:
            sound.append(feature)
    return sound, tuple(others)
