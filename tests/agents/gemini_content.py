"""Gemini's streamGenerateContent, as much of it as Gemini CLI needs. https://ai.google.dev/api/generate-content"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.agents.scripted_model import Api, Call, Step, events


def read_results(question: Mapping[str, Any]) -> list[str] | None:
    if not question.get("tools"):
        return None
    parts = [part for content in question["contents"] for part in content["parts"]]
    responses = [part["functionResponse"]["response"] for part in parts if "functionResponse" in part]
    return [str(response.get("error") or response.get("output")) for response in responses]


def write(step: Step, number: int) -> bytes:
    if isinstance(step, Call):
        part = {"functionCall": {"id": f"call_{number}", "name": step.tool, "args": step.input}}
    else:
        part = {"text": step}
    candidate = {"index": 0, "finishReason": "STOP", "content": {"role": "model", "parts": [part]}}
    return events({"candidates": [candidate], "usageMetadata": {"totalTokenCount": 2}})


API = Api(read_results, write)
