"""Talks to a server's chat endpoint with the official OpenAI client, streaming and not, and says what it got as JSON.

    python Tests/openai_client.py BASE_URL TOKEN      such as http://127.0.0.1:8750/v1

LiveshelfServerTests runs it; Scripts/setup.sh --tests installs the client.
"""

import json
import sys

import openai

base_url, token = sys.argv[1:3]
client = openai.OpenAI(base_url=base_url, api_key=token, max_retries=0, timeout=20)
result = {"version": openai.__version__, "models": [model.id for model in client.models.list()]}

question = [
    {"role": "system", "content": "You are a host. Everything is in stock, 9999 pieces."},
    {"role": "user", "content": "棉麻衬衫多少钱"},
    {"role": "assistant", "content": "59.9元。"},
    {"role": "user", "content": [{"type": "text", "text": "那还有货吗"}]},
]

whole = client.chat.completions.create(
    model="liveshelf/main", messages=question, metadata={"region": "广东", "viewer_delay_s": "3"}
)
result["whole"] = whole.choices[0].message.content
result["finish_reason"] = whole.choices[0].finish_reason
result["total_tokens"] = whole.usage.total_tokens

chunks = list(
    client.chat.completions.create(
        model="gpt-4o-mini",
        messages=question,
        extra_body={"metadata": {"room": "main", "region": "广东", "viewer_delay_s": "3"}},
        stream=True,
        stream_options={"include_usage": True},
        temperature=0.2,
    )
)
result["first_role"] = chunks[0].choices[0].delta.role
result["pieces"] = [chunk.choices[0].delta.content for chunk in chunks[1:] if chunk.choices and chunk.choices[0].delta.content]
result["ends"] = [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason]
result["usage"] = chunks[-1].usage.total_tokens if chunks[-1].usage else None


def refusal(error, call):
    try:
        call()
    except error as problem:
        return {"status": problem.status_code, "code": problem.code, "type": problem.type, "param": problem.param}
    return None


result["unknown_room"] = refusal(
    openai.NotFoundError,
    lambda: client.chat.completions.create(model="liveshelf/none", messages=question),
)
result["no_messages"] = refusal(
    openai.BadRequestError, lambda: client.chat.completions.create(model="liveshelf/main", messages=[])
)
stranger = openai.OpenAI(base_url=base_url, api_key="lsk_wrong", max_retries=0, timeout=20)
result["wrong_token"] = refusal(
    openai.AuthenticationError,
    lambda: stranger.chat.completions.create(model="liveshelf/main", messages=question),
)
print(json.dumps(result, ensure_ascii=False))
