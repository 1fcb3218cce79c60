"""The peer, splink with DuckDB, run by the interpreter of a throw-away environment that has it: see sameness.py.

``python _sameness_peer.py export FILE.csv`` writes the historical figures as CSV;
``python _sameness_peer.py chicago|historical FILE.csv OUT.csv`` groups a CSV: row and cluster, at each threshold.
"""

from __future__ import annotations

import csv
import logging
import os
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.WARNING)
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99)


def export(out: str) -> None:
    data = Path(os.environ["FOLKMOOT_REAL_DATA"], "linkage/historical_figures_with_errors_50k.parquet")
    duckdb.sql(f"copy (from '{data}') to '{out}' (header, delimiter ',')")


def chicago(frame: pd.DataFrame) -> tuple[SettingsCreator, list, list]:
    frame["phone"] = frame["Phone"].str.replace(r"\D", "", regex=True)
    for new, old in (("name", "Site name"), ("address", "Address")):
        frame[new] = frame[old].str.lower().str.replace(r"[^\w]+", " ", regex=True).str.strip()
    frame["zip"], frame["number"] = frame["Zip"], frame["address"].str.extract(r"^(\d+)")[0]
    blocks = [block_on("phone"), block_on("number", "substr(name, 1, 3)"), block_on("address"), block_on("name")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.75]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("zip").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("phone", 1).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    return settings, [block_on("phone"), block_on("address")], [block_on("phone", "address")]


def historical(frame: pd.DataFrame) -> tuple[SettingsCreator, list, list]:
    """The settings of splink's own demonstration on these data."""
    names = [block_on("substr(first_name, 1, 3)", "substr(surname, 1, 4)"), block_on("surname", "dob")]
    names += [block_on("first_name", "dob"), block_on("postcode_fake", "first_name")]
    names += [block_on("postcode_fake", "surname"), block_on("dob", "birth_place")]
    names += [block_on("substr(postcode_fake, 1, 3)", "dob"), block_on("substr(postcode_fake, 1, 3)", "first_name")]
    names += [block_on("substr(postcode_fake, 1, 3)", "surname")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=names,
    )
    return settings, [block_on("first_name", "surname"), block_on("dob")], [block_on("first_name", "surname", "dob")]


def group(which: str, file: str, out: str) -> None:
    frame = pd.read_csv(file, dtype=str)
    wall, cpu = time.perf_counter(), time.process_time()
    frame["unique_id"] = range(len(frame))
    settings, trained_on, sure = {"chicago": chicago, "historical": historical}[which](frame)
    kept = [c for c in frame.columns if " " not in c and c != "cluster"]
    linker = Linker(DuckDBAPI().register(frame[kept]), settings)
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in trained_on:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    rows: dict[int, list[str]] = {n: [] for n in range(len(frame))}
    for threshold in THRESHOLDS:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        for unique, cluster in found.as_pandas_dataframe()[["unique_id", "cluster_id"]].itertuples(index=False):
            rows[int(unique)].append(str(cluster))
    with Path(out).open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows([[n, *labels] for n, labels in rows.items()])
    print(f"{time.perf_counter() - wall:.2f} {time.process_time() - cpu:.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "export":
        export(sys.argv[2])
    else:
        group(*sys.argv[1:])
