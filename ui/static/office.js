// The pages beside Gradio's, 管理 and 修改密码: what is typed is kept, and signing out leaves nothing here.
import * as account from "./account.js";
import { $, $$ } from "./dom.js";
import * as keeping from "./keeping.js";

const KEY = "xinhuoshi-sent"; // the fields of the form that this page is the answer to

const sent = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
sessionStorage.removeItem(KEY);
if (sent && $(".said") && !$("[data-failed]")) keeping.taken(sent);
keeping.listen();
await keeping.begin();

for (const form of $$("form[data-form]")) {
  form.addEventListener("submit", () => {
    sessionStorage.setItem(KEY, JSON.stringify(keeping.leave(form).map(([key]) => key)));
  });
}
for (const form of $$('form[action$="/signout"]')) form.addEventListener("submit", account.leave);
