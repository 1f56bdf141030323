/* Passkeys, where the browser has them: buttons stay hidden elsewhere, and every page has another way.
   data-maillage-passkey="login|confirm|add" marks the button; its form carries the answer in « credential ». */
(() => {
  // A passkey belongs to a named site on a secure connection: never to a bare network address.
  const possible = window.isSecureContext && window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname);

  const optionsOf = async (button) => {
    if (button.dataset.maillageOptions) {
      return JSON.parse(document.getElementById(button.dataset.maillageOptions).textContent);
    }
    const answer = await fetch(button.form.action, { headers: { Accept: "application/json" } });
    return answer.json();
  };

  const ask = async (button) => {
    const options = await optionsOf(button);
    if (button.dataset.maillagePasskey !== "add") return window.webauthnJSON.get(options.request_options);
    const alone = button.form.elements.passwordless?.checked ?? false;
    const selection = options.creation_options.publicKey.authenticatorSelection;
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return window.webauthnJSON.create(options.creation_options);
  };

  for (const note of document.querySelectorAll("[data-maillage-passkey-absent]")) note.hidden = Boolean(possible);
  for (const button of document.querySelectorAll("[data-maillage-passkey]")) {
    button.hidden = !possible;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      try {
        button.form.elements.credential.value = JSON.stringify(await ask(button));
      } catch {
        return; // the person closed the browser's window: the page stays as it was
      }
      button.form.submit();
    });
  }
})();
