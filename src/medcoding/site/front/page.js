// Puts the widgets on a page: exercises of a lesson, a unit's practice, the code book.

(() => {
  const { book, exerciseKernel, load, model, script, widgets } = window.medcoding;
  const scripts = new Map();
  const TROUBLE = "This exercise could not be read. Reload the page; if that does not help, the folder of these pages is not whole.";

  /** A widget's own script, fetched once. */
  async function widget(name) {
    if (!scripts.has(name)) scripts.set(name, script(`scripts/${name}.js`));
    await scripts.get(name);
    return widgets[name];
  }

  async function mount(name, made, el) {
    (await widget(name)).render({ model: made, el });
  }

  const failed = (el) => (error) => {
    console.error(error);
    const says = document.createElement("p");
    says.setAttribute("role", "alert");
    says.textContent = TROUBLE;
    el.replaceChildren(says);
  };

  async function mountExercise(el) {
    const { slug, widget: name } = el.dataset;
    const kernel = exerciseKernel();
    await kernel.open(slug);
    el.replaceChildren();
    await mount(name, kernel.model, el);
  }

  /** Above the exercises the chooser; below it one place for charts and one for questions, of which one shows itself. */
  async function mountPractice(el) {
    const { heading, cases } = await load(`practice/${el.dataset.unit}`);
    const parts = { chooser: document.createElement("div"), chart: document.createElement("div"), question: document.createElement("div") };
    const kernels = {};
    const open = async (place) => {
      const { slug, widget: name } = cases[place];
      const next = cases[place + 1]?.title ?? "";
      for (const [other, kernel] of Object.entries(kernels)) if (other !== name) kernel.hide();
      chooser.set("current", place);
      if (kernels[name]) return kernels[name].open(slug, next);
      kernels[name] = exerciseKernel({ onJudged: judged, onNext: () => open(chooser.get("current") + 1) });
      await kernels[name].open(slug, next);
      return mount(name, kernels[name].model, parts[name]);
    };
    const judged = (slug, state) => {
      chooser.set("cases", chooser.get("cases").map((each) => (each.slug !== slug || each.state === "done" ? each
        : { ...each, state, says: state === "done" ? "Done" : "Tried" })));
    };
    const chooser = model({ heading, cases, current: 0 }, async (message) => {
      if (message.type === "open" && cases[message.place]) await open(message.place);
      return {};
    });
    el.replaceChildren(...Object.values(parts));
    const asked = cases.findIndex((each) => `#${each.slug}` === location.hash);
    await Promise.all([mount("chooser", chooser, parts.chooser), open(Math.max(0, asked))]);
  }

  async function mountBook(el) {
    el.replaceChildren();
    await mount("encoder", model({ view: "book", value: {} }, async (message) => (message.type === "ping" ? {} : book(message))), el);
  }

  const places = { exercise: mountExercise, practice: mountPractice, book: mountBook };
  for (const el of document.querySelectorAll("[data-mount]")) places[el.dataset.mount](el).catch(failed(el));
})();
