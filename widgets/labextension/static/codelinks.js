// Links of lessons that open the code book at a code: `encoder.ipynb#code=E11.9`.
//
// JupyterLab opens the notebook by itself. Which code was asked for goes to the book through the window,
// because JupyterLab's address bar is not the notebook's.

const CODE = /encoder\.ipynb(?:\?[^#]*)?#code=([\w.]{1,10})$/;

export const codeLinks = {
  id: "medcoding:code-links",
  autoStart: true,
  activate: () => {
    document.addEventListener("click", (event) => {
      const code = CODE.exec(event.target.closest?.("a[href]")?.href ?? "")?.[1];
      if (!code) return;
      window.medcodingCode = code;
      window.dispatchEvent(new Event("medcoding:code"));
    }, { capture: true });
  },
};
