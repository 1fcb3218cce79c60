"""The peers of the join of sets, run by the interpreter of a throw-away environment that has them: see overlap.py.

Reads JSON {sets: [[tag, …], …], least} from standard input; prints a line of JSON {name, cpu, pairs} for each peer:
the sparse product of scipy, and sparse_dot_topn where it is installed (exact as long as no set has more partners
above the cut than `TOP`; the count of pairs shows whether it was).
"""

import json
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix

TOP = 400
BLOCK = 2_000


def main() -> None:
    asked = json.load(sys.stdin)
    sets, least = asked["sets"], asked["least"]
    sizes = np.array([len(one) for one in sets])
    cells = np.concatenate([np.asarray(one) for one in sets])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    matrix = csr_matrix((np.ones(len(cells), dtype=np.float32), cells, starts))
    said("scipy, blocks of the sparse product", lambda: by_product(matrix, sizes, least))
    try:
        from sparse_dot_topn import sp_matmul_topn
    except ImportError:
        return
    said("sparse_dot_topn", lambda: by_topn(sp_matmul_topn, matrix, sizes, least))


def said(name: str, call) -> None:
    start = time.process_time()
    pairs = call()
    print(json.dumps({"name": name, "cpu": time.process_time() - start, "pairs": pairs}), flush=True)


def alike(shared, left, right, sizes, least: float) -> int:
    """How many of these pairs share enough; each pair once, the lower first."""
    enough = shared >= least / (1 + least) * (sizes[left] + sizes[right]) - 1e-6
    return int((enough & (left < right)).sum())


def by_product(matrix, sizes, least: float) -> int:
    other, found = matrix.T.tocsr(), 0
    for first in range(0, matrix.shape[0], BLOCK):
        part = (matrix[first : first + BLOCK] @ other).tocoo()
        found += alike(part.data, part.row + first, part.col, sizes, least)
    return found


def by_topn(product, matrix, sizes, least: float) -> int:
    """A Jaccard of `least` is a cosine of at least as much, which is the cut; then each pair is checked."""
    weighed = csr_matrix(
        (matrix.data / np.repeat(np.sqrt(sizes), sizes), matrix.indices, matrix.indptr), dtype=np.float32
    )
    part = product(weighed, weighed.T.tocsr(), top_n=TOP, threshold=least - 1e-4, n_threads=1).tocoo()
    shared = np.rint(part.data * np.sqrt(sizes[part.row] * sizes[part.col]))
    return alike(shared, part.row, part.col, sizes, least)


if __name__ == "__main__":
    main()
