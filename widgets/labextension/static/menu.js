// The menu "Course": the three places a learner goes to, in place of nbgrader's menu for instructors.
// And room for the page on a narrow screen.

const NARROW = 760; // px; below that the list of files would leave no room for the lesson
const ASSIGNMENTS = "nbgrader:open-assignment-list";
const OF_THE_CONSOLE = ["filemenu:create-console", "notebook:run-in-console"];

/** Whoever closes the last tab finds the course's home and not an empty page. */
function comeHome(app) {
  let wasEmpty = true; // as it is until the page that the address names has opened
  app.shell.layoutModified?.connect(() => {
    const isEmpty = app.shell.isEmpty("main");
    if (isEmpty && !wasEmpty && app.commands.isVisible("medcoding:home")) app.commands.execute("medcoding:home");
    wasEmpty = isEmpty;
  });
}

/** Learners go without the console; JupyterLab's menus would offer it all the same, and nothing would happen. */
function leaveOutConsole(mainMenu) {
  for (const menu of [mainMenu.fileMenu, mainMenu.runMenu]) {
    menu.items.filter((item) => OF_THE_CONSOLE.includes(item.command)).forEach((item) => menu.removeItem(item));
  }
}

/** The plugin; `lab(name)` gives one of JupyterLab's own modules, `option(name)` what the server put on the page. */
export async function menu(lab, option) {
  const { IMainMenu } = await lab("@jupyterlab/mainmenu");
  const { Menu } = await lab("@lumino/widgets");
  return {
    id: "medcoding:menu",
    autoStart: true,
    optional: [IMainMenu],
    activate: (app, mainMenu) => {
      const home = option("medcodingHome");
      const apps = option("medcodingApps");
      app.commands.addCommand("medcoding:home", {
        label: "Course home",
        isVisible: () => home !== "",
        execute: () => app.commands.execute("docmanager:open", { path: home }),
      });
      app.commands.addCommand("medcoding:assignments", {
        label: "Assignments",
        isVisible: () => app.commands.hasCommand(ASSIGNMENTS),
        execute: () => app.commands.execute(ASSIGNMENTS),
      });
      app.commands.addCommand("medcoding:apps", {
        label: "Practice pages (new tab)",
        isVisible: () => apps !== "",
        execute: () => window.open(apps, "_blank", "noopener"),
      });
      app.restored.then(() => {
        if (window.innerWidth < NARROW) app.shell.collapseLeft?.();
        if (app.shell.isEmpty("right")) app.shell.collapseRight?.();
        comeHome(app);
        if (mainMenu && option("medcodingLearner")) leaveOutConsole(mainMenu);
      });
      if (!mainMenu) return;
      const course = new Menu({ commands: app.commands });
      course.id = "mc-menu-course";
      course.title.label = "Course";
      course.addItem({ command: "medcoding:home" });
      course.addItem({ command: "medcoding:assignments" });
      course.addItem({ command: "medcoding:apps" });
      mainMenu.addMenu(course, true, { rank: 0.5 });
    },
  };
}
