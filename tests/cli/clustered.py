"""Jobs on the Ray cluster at an address, of which one ends its process, and one takes too long."""

import json
import os
import sys
import time

from lausch.batches.cluster import work_on_cluster
from lausch.batches.nodes import USAGE


def run(job):
    if job == "dies":
        os._exit(3)
    if job == "hangs":
        time.sleep(600)
    if job == "fails":
        raise ValueError("no")
    return f"{job} with {os.environ['OPENBLAS_NUM_THREADS']} thread"


def explain(job, error):
    return f"{job}: {error}"


if __name__ == "__main__":
    jobs = ["a", "dies", "b", "fails", "hangs", "c"]
    outcomes = work_on_cluster(jobs, run, explain, address=sys.argv[1], seconds=8)
    print(json.dumps([(each.job, each.result, each.failure, each.cause) for each in outcomes]))
    from ray._common.usage import usage_lib

    print(json.dumps([os.environ[USAGE], usage_lib.usage_stats_enabled()]))
