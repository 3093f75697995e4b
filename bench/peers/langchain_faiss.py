"""Their side: the usual script, RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, FAISS.from_texts.

Runs in the environment that bench/peers/environment.py makes; imports nothing of the program.
"""

from collections.abc import Callable

from bench.peers.turn import Built, Task, play
from bench.runtime.clock import WARM_UP

# What LangChain's own guide advises for languages without blanks between words.
SEPARATORS = ["\n\n", "\n", "。", "！", "？", "；", "，", "、", " ", ""]


def prepare(task: Task) -> Callable[[], Built]:
    """Load the model on the CPU; batches are sentence-transformers' own 32."""
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(
        model_name=task.model,
        # Left alone it would compute in float16, as the weights are stored: far slower on a CPU.
        model_kwargs={"device": "cpu", "model_kwargs": {"dtype": task.dtype}},
        encode_kwargs={"prompt": task.passage_prefix, "normalize_embeddings": True},
        query_encode_kwargs={"prompt": task.query_prefix, "normalize_embeddings": True},
    )
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=task.passage_chars,
        chunk_overlap=task.overlap_chars,
        separators=SEPARATORS,
        keep_separator="end",
    )
    embeddings.embed_documents([text[: task.passage_chars] for text in task.texts[:WARM_UP]])

    def build() -> Built:
        chunks = [chunk for text in task.texts for chunk in splitter.split_text(text)]
        store = FAISS.from_texts(chunks, embeddings)
        store.save_local(task.folder)
        searches = {"dense": lambda question: store.similarity_search_with_score(question, task.neighbours)}
        return Built(len(chunks), sum(map(len, chunks)), searches)

    return build


if __name__ == "__main__":
    play(prepare)
