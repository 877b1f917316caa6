"""The sentence of every code, in English: the keys of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping

#: Fields of the form, as notes name them.
FIELDS: Mapping[str, str] = {
    "name": "Name of the local authority",
    "country": "Country",
    "language": "Language",
    "kind": "Kind",
    "code": "Official code",
    "region": "Region",
    "position": "Location",
    "location": "Location",
    "map_link": "Map link",
    "domains": "Fields",
    "population": "Population",
    "population_year": "Year of the population",
    "website": "Website",
    "contact": "Contact",
    "updated": "Date of update",
    "key_points": "Key points",
    "seeking": "Partner sought",
    "id": "Identifier",
    "source": "File",
}

#: What a value was deduced from, as notes name it.
CLUES: Mapping[str, str] = {
    **{name: FIELDS[name] for name in ("id", "name", "kind", "region", "position", "website")},
    **{name: FIELDS[name] for name in ("contact", "population", "country", "code", "language")},
    "postcode": "Postcode",
    "gazetteer": "Official registers",
}

#: Why a file was not read (`FileRefused.reason`); « reason/fact » where that fact is given.
REFUSALS: Mapping[str, str] = {
    "empty-file": "The file is empty.",
    "too-large": "The file is too large.",
    "too-large/limit_mb": "The file is larger than {limit_mb} MB.",
    "too-large/limit_rows": "The sheet has more than {limit_rows} rows.",
    "too-large/limit_cells": "The sheet has more than {limit_cells} cells.",
    "too-large/limit_pages": "The document has more than {limit_pages} pages.",
    "expands-too-much": "The file grows beyond measure when unpacked; it was not opened.",
    "encrypted": "The file is protected by a password. Save it without one.",
    "scanned-without-text": "The file holds pictures of pages and no text. "
    "Send the original document, or recognise the text first.",
    "damaged": "The file is damaged or incomplete.",
    "unsafe-xml": "The file holds constructs that are not safe to open.",
    "html-not-word": "The file is a web page and no Word document. Save it as .docx in Word.",
    "mail-not-read": "E-mails are not read. Save their attachments into the folder.",
    "unknown-format": "The format is not known.",
    "needs-libreoffice": "Old Word files need LibreOffice, which is not installed. "
    "Save the file as .docx in Word.",
    "conversion-failed": "LibreOffice could not convert the file. Save it as .docx in Word.",
    "no-fiche-inside": "No fiche was found in the file.",
    "undecodable-text": "The characters of the text could not be decoded. Save it as UTF-8.",
    "undecodable-text/line": "The characters of line {line} could not be decoded. "
    "Save the file as UTF-8.",
    "invalid-structure": "The file does not have the structure of a fiche.",
    "invalid-structure/line": "The file does not have the structure of a fiche (line {line}).",
    "not-found": "The file does not exist.",
    "not-readable": "The file may not be read.",
    "too-many-files": "There are too many files.",
    "too-many-files/limit": "There are more than {limit} files.",
}

#: Facts about values of a fiche and about wishes (`Note.code`).
NOTES: Mapping[str, str] = {
    # reading
    "field-missing": "{field}: not given.",
    "field-guessed": "{field}: deduced ({value}).",
    "domain-unknown": "The field “{label}” stands for no entry of the vocabulary.",
    "key-point-says-little": (
        "The key point “{text}” holds hardly a word: a match with it means little."
    ),
    "name-missing": "No name of a local authority was found.",
    "key-points-missing": "No key points were found.",
    "key-points-without-label": "The key points stand under no label; "
    "the text after the last label was taken.",
    "key-points-under-other-label": "The key points were taken from “{label}”.",
    "population-first-of-several": "Several figures were given (also {others}); "
    "the first, {chosen}, is taken as the population.",
    "population-approximate": "The population is approximate: {value}.",
    "population-unreadable": "The population “{found}” could not be read.",
    "date-ambiguous": "The date “{found}” could be read in two ways; "
    "it was read day first, as {read_as}.",
    "date-unreadable": "The date “{found}” could not be read.",
    "position-outside-both": "The position {lat}, {lon} lies in neither France nor Japan.",
    "position-unreadable": "The position “{found}” could not be read.",
    "website-unreadable": "“{found}” is no web address.",
    "id-not-usable": "The identifier “{found}” cannot be used: only a–z, 0–9 and hyphens.",
    "language-deduced": "The language was deduced from the text: {language}.",
    "country-deduced": "The country was deduced: {country} (from: {clue}).",
    "charset-guessed": "The character set was guessed: {charset}.",
    "cell-not-used": "“{label}” is no field of the fiche and was left out.",
    # completing
    "ambiguous-name": "“{name}” may be any of {count} authorities: {options}.",
    "name-not-in-register": "“{name}” is in no official register.",
    "name-not-in-register/options": "“{name}” is in no official register; similar: {options}.",
    "name-elsewhere": "“{name}” exists, but not in the country, kind or region "
    "that the fiche names: {options}.",
    "name-decided": "{count} authorities are called “{name}”; {chosen} was chosen (by: {by}).",
    "name-completed": "“{name}” is taken for {chosen} (by: {by}).",
    "code-unused": "The code {code} is not that of the authority found ({official}); "
    "the name was followed.",
    "population-far-from-official": "The fiche says {read} inhabitants, "
    "the official figure is {official} ({year}).",
    "population-far-from-official/ratio": "The fiche says {read} inhabitants, "
    "the official figure is {official} ({year}); one is {ratio} the other.",
    "population-of-intercommunality": "{read} inhabitants is the figure of {intercommunality} "
    "({its_population}); the commune itself has {official} ({year}).",
    "position-far-from-official": "The position lies {kilometres} km from the official one.",
    # correcting
    "corrected-by-hand": "{field}: corrected by hand.",
    "corrected-by-hand/said": "{field}: corrected by hand; the document says “{said}”.",
    # gathering
    "fiche-repeated": "The same fiche as in {other}; counted once.",
    "older-version": "An older version of the fiche in {other}; the latest one counts.",
    "translation": "A translation of the fiche in {other}; counted once, "
    "shown to readers of its language.",
    "several-ids": "The fiches of one authority carry several ids ({ids}); {id} is used.",
    "fiche-no-name": "The fiche does not name a local authority; it cannot take part.",
    "fiche-no-country": "The country of the fiche cannot be told; it cannot take part.",
    "fiche-no-key-points": "The fiche has no key points; it cannot take part.",
    "fiche-too-long": "The fiche has {number} characters, more than the {most} that are taken; "
    "it cannot take part.",
    "fiche-too-many-key-points": "The fiche has {number} key points, more than the {most} that "
    "are taken; it cannot take part.",
    "id-of-several-authorities": "The id {id} is used for different authorities ({names}); "
    "they cannot take part.",
    # wishes
    "pin-against-twin-rule": "{fr} – {jp} is pinned, although the rule for existing "
    "partnerships ({rule}) excludes it.",
    "pin-under-floor": "{fr} – {jp} is pinned, although its score {score} "
    "lies under the floor of {floor}.",
}

#: Why a participant has no meeting.
UNSERVED: Mapping[str, str] = {
    "no-partners": "The other country has no participant.",
    "no-meetings": "The wishes allow it no meeting.",
    "all-vetoed": "Whoever suits it is vetoed: {partners}.",
    "twins-rule": "Whoever suits it is excluded by the rule for existing partnerships, "
    "or vetoed: {partners}.",
    "nobody-above-floor": "Nobody suits it well enough: the best, {partner}, "
    "scores {score}, under the floor of {floor}.",
    "partners-without-meetings": "Whoever suits it is allowed no meeting: {partners}.",
    "partners-taken": "Whoever suits it has no meeting left: {partners}; these meet {taken_by}.",
}

#: Why no probability is told (`matcher.matching.calibration.Withheld`).
WITHHELD: Mapping[str, str] = {
    "not-calibrated": "No probability is shown: the profile does not say that its scores "
    "can be read as one.",
    "other-encoder": "No probability is shown: the profile's weights were learnt with "
    "another encoder than the one in use.",
    "weights-changed": "No probability is shown: weights or parameters of the profile were "
    "changed since they were learnt.",
}

#: Wishes that exclude each other (`ConstraintConflict.conflicts`, `kind`).
CONFLICTS: Mapping[str, str] = {
    "pin-unknown": "The pin {fr} – {jp} names nobody who takes part: {unknown}.",
    "veto-unknown": "The veto {fr} – {jp} names nobody who takes part: {unknown}.",
    "pin-wrong-order": "The pin {fr} – {jp} names the Japanese authority first.",
    "veto-wrong-order": "The veto {fr} – {jp} names the Japanese authority first.",
    "pin-same-country": "The pin {fr} – {jp} joins two authorities of one country.",
    "veto-same-country": "The veto {fr} – {jp} joins two authorities of one country.",
    "pin-and-veto": "{fr} – {jp} is both pinned and vetoed.",
    "limit-unknown": "The limit of meetings for {id} names nobody who takes part.",
    "limit-negative": "The limit of meetings for {id} is {limit}; it cannot be less than 0.",
    "pins-over-limit": "{id} is pinned to more partners ({pins}) than its {limit} meetings.",
    "meetings-below-one": "Meetings each are {limit}; at least 1 is needed.",
}

#: What a data file should hold at a place (`Fault.expected`), where that is said in words.
EXPECTED: Mapping[str, str] = {
    text: text
    for text in (
        "an id among the fiches",
        "a finite number",
        "each pair once",
        "names without port, with commas between them",
        "addresses or networks, with commas between them",
        "a readable file",
        "UTF-8 text",
    )
}

#: The places of a TREC file as a fault names them.
PLACES: Mapping[str, str] = {
    "line": "the whole line",
    "query": "who asks",
    "document": "the partner",
    "grade": "grade",
    "rank": "rank",
    "score": "score of the run",
    "pair": "pair",
}

#: Errors by class, with the reason where the class has one.
ERRORS: Mapping[str, str] = {
    "FicheRefused/no-name": "The fiche does not name a local authority.",
    "FicheRefused/no-key-points": "The fiche has no key points.",
    "FicheRefused/no-country": "The country of the fiche cannot be told.",
    "FicheRefused/too-long": "The fiche has {number} characters; {most} at most are taken.",
    "FicheRefused/too-many-key-points": "The fiche has {number} key points; {most} at most are "
    "taken.",
    "NothingToMatch/no-files": "There is no file in {source}.",
    "NothingToMatch/no-fiches": "No fiche could be read in {source}.",
    "NothingToMatch/one-country": "All fiches in {source} are from one country: {found}. "
    "Partners are found between France and Japan.",
    "UnknownCollectivity": "{asked} is no participant.",
    "AmbiguousCollectivity": "{asked} may be one of several: {options}.",
    "IdentityConflict": "The id {id} is used for different authorities: {names} (in {sources}).",
    "ModelNotFound": "There is no encoder {name} (MATCHER_ENCODER, --encoder). Looked in: "
    "{looked_in}.",
    "ModelDamaged": "The encoder {name} is damaged: {file} is {found}, expected {expected}.",
    "DimensionsTooMany": "The encoder {name} makes vectors of {most} dimensions; {asked} cannot be "
    "had of it. Ask for at most {most} (MATCHER_DIMENSIONS, --dimensions).",
    "PromptNotTaken": "The encoder {name} takes no prompt, so “{prompt}” cannot be put before "
    "texts. Leave out MATCHER_PROMPT and --prompt.",
    "IndexNotFound": "There is no index in {path}. Build one with « matcher index ».",
    "IndexDamaged": "The index in {path} is damaged: {file} is {found}, expected {expected}. "
    "Build it again with « matcher index ».",
    "IndexOfOtherEncoder": "The index in {path} was built with another encoder ({found}) "
    "than the one in use ({expected}). Build it again with « matcher index ».",
    "IndexPlaceTaken": "{path} holds other files and is left alone. Choose another folder.",
    "SitePlaceTaken": "{path} holds other files and is left alone. Choose another folder.",
    "CatalogueUnusable/unreachable": "The catalogue {place} cannot be reached: {found}.",
    "CatalogueUnusable/newer": "The catalogue {place} was written by a newer matcher.",
    "CatalogueUnusable/foreign": "{place} is no catalogue of matcher and is left alone.",
    "CatalogueUnusable/damaged": "The catalogue {place} is damaged: {found}.",
    "CatalogueUnusable/no-pgvector": "The server of {place} has no pgvector; version 0.8 or newer "
    "is needed to search vectors there.",
    "CatalogueUnusable/old-pgvector": "The server of {place} has pgvector {found}; 0.8 or newer "
    "is needed to search vectors there.",
    "CatalogueUnusable/pgvector-in-file": "The catalogue {place} is a file; only PostgreSQL can "
    "search vectors (MATCHER_VECTORS=pgvector).",
    "CatalogueUnusable/replaced": "The file {place} was moved or replaced while it was in use. "
    "Put it back, or end the service and start it again.",
    "CatalogueUnusable/taken": "{place} is there already and is left alone.",
    "CatalogueUnusable/no-backup": "{place} is no backup of a catalogue.",
    "CatalogueUnusable/backup-newer": "The backup {place} was written by a newer matcher.",
    "CatalogueUnusable/backup-damaged": "The backup {place} is damaged; nothing was restored.",
    "CatalogueUnusable/backup-damaged/line": "The backup {place} is damaged in line {line}; "
    "nothing was restored.",
    "NotInCatalogue/fiche": "There is no fiche {asked}.",
    "NotInCatalogue/shortlist": "There is no shortlist {asked}.",
    "NotInCatalogue/key": "There is no key {asked}.",
    "NotInCatalogue/collectivity": "There is no authority {asked} in the catalogue.",
    "ChangedMeanwhile": "Somebody else has changed this since it was read. Read it again.",
    "NotSignedIn": "A valid key is needed for this.",
    "NotAllowed": "The key given may not do this; a key with the role “{needed}” may.",
    "NotFromHere": "This did not come from a page of the service that was shown to you, or that "
    "page is too old. Load it again and repeat what you did.",
    "WrongHost": "The service does not answer to the name “{host}” (MATCHER_HOSTS).",
    "TooOften": "Too many requests; the next one is taken in {wait_s} s.",
}

#: In what the encoder in use differs from that of an index (`Difference.what`).
DIFFERENCES: Mapping[str, str] = {
    "dimension": "The index holds vectors of {found} dimensions, the encoder in use makes "
    "{expected} (MATCHER_DIMENSIONS, --dimensions).",
    "prompt": "Before each text of the index “{found}” was put, now it would be “{expected}” "
    "(MATCHER_PROMPT, --prompt).",
    "prompt-added": "Nothing was put before the texts of the index, now it would be “{expected}” "
    "(MATCHER_PROMPT, --prompt).",
    "prompt-dropped": "Before each text of the index “{found}” was put, now it would be nothing "
    "(MATCHER_PROMPT, --prompt).",
    "pooling": "The model in that folder now pools by “{expected}”, for the index it was "
    "“{found}”.",
    "files": "The files of the model have changed since.",
}
