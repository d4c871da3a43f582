// The token that the person typed into the pane goes with every call; functions share this runtime.
globalThis.pocgateToken = {
  key: "pocgateToken",
  get() {
    try {
      return localStorage.getItem(this.key) || this.kept || "";
    } catch {
      return this.kept || "";
    }
  },
  set(token) {
    this.kept = token;
    try {
      localStorage.setItem(this.key, token);
    } catch {
      // Storage may be blocked; the token is then kept until the pane is closed.
    }
  },
};

globalThis.getAuth = async () => ({ token: globalThis.pocgateToken.get(), provider: "" });
