/** Lets buttons copy the code before them. */
export function addCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]"))
    button.addEventListener("click", async () => {
      const text = button.parentElement?.querySelector("pre")?.textContent ?? "";
      // Some browsers do not give pages opened from disk access to the clipboard.
      button.textContent = await navigator.clipboard.writeText(text).then(
        () => "Copied",
        () => "Press Ctrl+C",
      );
      setTimeout(() => {
        button.textContent = "Copy";
      }, 1500);
    });
}
