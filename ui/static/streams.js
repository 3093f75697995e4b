// Gradio's answers come as a stream, which ends when nothing is under way; the next act opens another. An act
// that is sent after the program ended a stream and before the page has read so would never be answered:
// Gradio waits for it on the stream that has ended. So an end is read only where nothing is under way.

const JOIN = /\/queue\/join$/;
const STREAM = /\/queue\/data$/;
const LONGEST = 5000; // milliseconds that an act waits for Gradio to have read an end

const underway = new Set(); // numbers of acts that the program has and has not finished
let read = Promise.resolve(); // when Gradio has read the end that was passed on last

export function listen() {
  const plain = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    if (JOIN.test(pathname)) return taken(await plain(input, init));
    if (STREAM.test(pathname)) return unbroken(plain, new Request(input, init));
    return plain(input, init);
  };
}

async function taken(response) {
  if (response.ok) underway.add((await response.clone().json()).event_id);
  await read;
  return response;
}

// A stream that goes on, under the program's next, as long as something is under way.
async function unbroken(plain, request) {
  const open = () => plain(request.clone());
  const response = await open();
  if (!response.ok) return response;
  const { readable, writable } = new TransformStream();
  passOn(response, open, request.signal, writable.getWriter());
  return new Response(readable, { status: response.status, headers: response.headers });
}

async function passOn(first, open, signal, out) {
  const encoder = new TextEncoder();
  const say = (message) => out.write(encoder.encode(message));
  try {
    let end = await passAll(first, say);
    while (end && underway.size) end = await passAll(await open(), say);
    if (end) {
      read = heard(signal);
      await say(end);
    }
    await out.close();
  } catch (error) {
    out.abort(error).catch(() => {}); // nobody reads it any more
  }
}

// Its messages but the one that says it ends, which is returned; "" where it broke off.
async function passAll(response, say) {
  if (!response.ok) throw new TypeError(`${response.status}`); // as where nothing answers
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return "";
    const messages = (rest + value).split("\n\n");
    rest = messages.pop();
    for (const message of messages) {
      const { msg, event_id: number } = told(message);
      if (msg === "close_stream") return `${message}\n\n`;
      if (msg === "process_completed") underway.delete(number);
      await say(`${message}\n\n`);
    }
  }
}

const told = (message) => (message.startsWith("data: ") ? JSON.parse(message.slice("data: ".length)) : {});

// Gradio gives a stream up when it has read its end.
function heard(signal) {
  return new Promise((done) => {
    signal.addEventListener("abort", done, { once: true });
    setTimeout(done, LONGEST);
  });
}
