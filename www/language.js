// @ts-check
// Says index.html, which is in English, in the person's language, before it is first shown and whenever another one is
// chosen. It is a script of its own, and the first, because the program comes seconds later: until then people would read
// the other language. The build puts the sentences of src/words/*.json before it, as `pagewiseLanguages`.

/** @typedef {{ code: string, dir: string, sentences: Record<string, string> }} Language */

(() => {
  /** @type {Language[]} */
  const others = /** @type {any} */ (globalThis).pagewiseLanguages;
  const languages = [{ code: "en", dir: "ltr", sentences: {} }, ...others];
  const html = document.documentElement;
  /** Attributes that people read or hear, now or when something fails. */
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "content", "data-too-old", "data-not-loaded", "data-waiting", "data-not-from-disk"];
  /** What the page says at the moment. @type {Language} */
  let said = languages[0];

  /** A text as it is said in a language. @param {Language} language @param {string} english */
  const inLanguage = (language, english) => language.sentences[english] ?? english;

  /** @param {string | null | undefined} tag as browsers and people write it: `de`, `de-AT` */
  const find = (tag) => languages.find(({ code }) => `${tag?.toLowerCase()}-`.startsWith(`${code}-`));

  /** The page and its templates, of which more of it is made. @returns {(Document | DocumentFragment)[]} */
  const roots = () => [document, ...[...document.querySelectorAll("template")].map(({ content }) => content)];

  /** Notes on every element what it says in English, so that copies of templates know it, too. */
  function note() {
    const isSentence = (/** @type {string | null} */ text) => text !== null && others.some(({ sentences }) => text in sentences);
    for (const element of roots().flatMap((root) => [...root.querySelectorAll("*")])) {
      const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && isSentence((node.nodeValue ?? "").trim()));
      if (text) element.setAttribute("data-english", (text.nodeValue ?? "").trim());
      for (const name of ATTRIBUTES) {
        const value = element.getAttribute(name);
        if (value !== null && isSentence(value)) element.setAttribute(`data-english-${name}`, value);
      }
    }
  }

  /**
   * Says everything that index.html says in a language. What the program has put in its place is left to the program.
   *
   * @param {string} code
   */
  function say(code) {
    const language = find(code);
    if (!language) return;
    const before = said;
    said = language;
    html.lang = language.code;
    html.dir = language.dir;
    const choice = document.getElementById("ui");
    if (choice instanceof HTMLSelectElement) choice.value = language.code;
    for (const root of roots()) {
      for (const element of root.querySelectorAll("[data-english]")) {
        const english = element.getAttribute("data-english") ?? "";
        const shown = inLanguage(before, english);
        const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() === shown);
        if (text) text.nodeValue = (text.nodeValue ?? "").replace(shown, () => inLanguage(language, english));
      }
      for (const name of ATTRIBUTES) {
        for (const element of root.querySelectorAll(`[data-english-${name}]`)) {
          const english = element.getAttribute(`data-english-${name}`) ?? "";
          if (element.getAttribute(name) === inLanguage(before, english)) element.setAttribute(name, inLanguage(language, english));
        }
      }
    }
  }

  /** What was chosen here earlier, and what this site is in: null where nothing may be kept. @param {string} key */
  function kept(key) {
    try {
      return localStorage.getItem(`${key} ${new URL("./", location.href).pathname}`);
    } catch {
      return null;
    }
  }

  /** The language to begin with, and why it is that one. */
  function wanted() {
    const given = new URLSearchParams(location.search).get("ui");
    const chosen = new URLSearchParams(kept("pagewise-options") ?? "").get("ui");
    const ways = { address: find(given), person: find(chosen), site: find(kept("pagewise-site-language")) };
    for (const [by, language] of Object.entries(ways)) if (language) return { by, language };
    return { by: "browser", language: navigator.languages.map(find).find(Boolean) ?? languages[0] };
  }

  // A script that does not come, or breaks when it comes, would leave the page as it is: loading for ever.
  addEventListener("error", ({ target }) => {
    const boot = target instanceof HTMLScriptElement ? document.getElementById("boot") : null;
    if (boot && !boot.dataset.state) {
      boot.textContent = boot.dataset.notLoaded ?? "";
      boot.dataset.state = "failed";
    }
  }, true);

  const { by, language } = wanted();
  html.dataset.languageBy = by;
  // The program says the same of a language that the site's configuration asks for.
  Object.assign(globalThis, { pagewise: { say } });
  // Nothing of what comes is shown in the wrong language. It is a matter of the page's own text: nothing is waited for.
  if (language.code !== "en") html.style.visibility = "hidden";
  const begin = () => {
    note();
    if (language.code !== "en") say(language.code);
    html.style.visibility = "";
    document.getElementById("ui")?.addEventListener("change", (event) => {
      if (!(event.target instanceof HTMLSelectElement)) return;
      html.dataset.languageBy = "person";
      say(event.target.value);
    });
  };
  // Before deferred scripts have come, which is before anything is painted.
  if (document.readyState === "loading") document.addEventListener("readystatechange", begin, { once: true });
  else begin();
})();
