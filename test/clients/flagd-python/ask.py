"""Puts questions to flagd's evaluator in Python: a line of JSON in, a line of JSON out."""

import json
import sys

from openfeature import api
from openfeature.contrib.provider.flagd import FlagdProvider
from openfeature.contrib.provider.flagd.config import ResolverType
from openfeature.evaluation_context import EvaluationContext

api.set_provider_and_wait(FlagdProvider(resolver_type=ResolverType.FILE, offline_flag_source_path=sys.argv[1]))
client = api.get_client()
ways = {
    "boolean": (client.get_boolean_details, False),
    "string": (client.get_string_details, ""),
    "number": (client.get_float_details, 0.0),
    "object": (client.get_object_details, {}),
}
for line in sys.stdin:
    asked = json.loads(line)
    ask, default = ways[asked["type"]]
    found = ask(asked["name"], default, EvaluationContext(attributes=asked["context"]))
    answer = {"error": f"{found.error_code}: {found.error_message}"} if found.error_code else {"value": found.value}
    print(json.dumps(answer), flush=True)
api.shutdown()
