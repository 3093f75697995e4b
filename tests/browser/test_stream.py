"""Gradio loses an act that is sent between the end of a stream and the page's reading of it: here none is."""

# Where the browser was told so, the end of every stream is read late, as by a page that has much to do.
LATE = """
if (localStorage.getItem("late")) {
  const plain = window.fetch;
  window.ends = 0;
  window.fetch = async (input, init) => {
    const response = await plain(input, init);
    if (!String(input.url ?? input).includes("/queue/data")) return response;
    const late = new TransformStream({
      async transform(text, out) {
        const end = text.indexOf('data: {"msg":"close_stream"');
        if (end < 0) { out.enqueue(text); return; }
        out.enqueue(text.slice(0, end));
        window.ends += 1;
        await new Promise((done) => setTimeout(done, 1500));
        out.enqueue(text.slice(end));
      },
    });
    const words = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(late);
    return new Response(words.pipeThrough(new TextEncoderStream()), { headers: response.headers });
  };
}
"""


def test_an_act_sent_while_the_end_of_a_stream_is_not_read_yet_is_answered(served, visit):
    user = visit(served.url)
    page = user.page
    page.add_init_script(LATE)
    page.evaluate("localStorage.setItem('late', 'yes')")
    page.reload()
    user.arrived()
    page.click("[data-tab=library]")
    page.wait_for_function("() => window.ends > 0")
    for _ in range(3):
        page.wait_for_timeout(2000)  # the page has read the end: the next act opens a stream
        ends = page.evaluate("window.ends")
        page.click("#feedback-desk [data-do=lists]")
        page.wait_for_function("(before) => window.ends > before", arg=ends)
        page.click("#feedback-desk [data-do=write][data-id=new]")
        page.click("#feedback-desk form.write [data-do=lists]", timeout=15_000)
        page.wait_for_selector(".feedback h2")
