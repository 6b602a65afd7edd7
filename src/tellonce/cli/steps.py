"""`tellonce steps`: every sentence of a project, searchable."""

from __future__ import annotations

from typing import Annotated

import typer

from tellonce.cli.formats import Output, give, insist_on_one_of

__all__ = ["steps"]

_SHAPES = ("text", "json", "html")


def steps(
    words: Annotated[list[str] | None, typer.Argument(help="Words that the sentence says, in any order.")] = None,
    shape: Annotated[str, typer.Option("--format", help="text, json or html.")] = "text",
    language: Annotated[str, typer.Option("--language", help="Only sentences in this language: de.")] = "",
    output: Output = "",
) -> None:
    """All sentences that this project can say. Exit: 0, 1 none found, 2 usage."""
    from tellonce.authoring.catalogue import list_sentences, searched  # noqa: PLC0415
    from tellonce.authoring.catalogue.as_text import catalogue_as_text  # noqa: PLC0415
    from tellonce.authoring.catalogue.page import catalogue_as_page  # noqa: PLC0415
    from tellonce.authoring.catalogue.search import texts_of_sentence  # noqa: PLC0415
    from tellonce.cli.opened import open_here, readable_journeys  # noqa: PLC0415
    from tellonce.model.catalogue import Catalogue  # noqa: PLC0415
    from tellonce.vocabulary.language import languages  # noqa: PLC0415

    insist_on_one_of("format", shape, _SHAPES)
    opened = open_here(also=language)
    features, others = readable_journeys(opened)
    listed = list_sentences(opened.by_language, opened.deeds.flows, features)
    if language:
        known = tuple(sorted({"en", *languages()} | {one.language for one in listed if one.language}))
        insist_on_one_of("sentence in the language", language, known)
        listed = tuple(one for one in listed if one.language in (language, ""))
    found = searched(listed, words or (), texts_of_sentence)
    catalogue = Catalogue(
        service=opened.project.blueprint.service,
        searched=tuple(words or ()),
        sentences=found.found,
        nearest=found.near,
        words_meant=found.meant,
        not_counted=others,
    )
    makers = {
        "text": lambda: catalogue_as_text(catalogue),
        "json": lambda: catalogue.model_dump_json(indent=2) + "\n",
        "html": lambda: catalogue_as_page(catalogue),
    }
    give(shape, makers, output)
    raise typer.Exit(0 if catalogue.sentences else 1)
