// What every module needs of the document.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// An address of the program's own, e.g. /files; modules lie below it, two folders down.
const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
export const own = (path) => ROOT + path;

// What a region of the page shows.
export const content = (region) => $(`#${region} .html-container > div`);

// On a phone a box that gets the focus brings up the keyboard, unasked.
export const isWide = () => matchMedia("(min-width: 760px)").matches;
