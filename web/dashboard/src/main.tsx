import { render } from "preact";
import "./style/index.css";
import { App } from "./shell/app.js";
import { startTheme } from "./shell/theme.js";

startTheme();
render(<App />, document.getElementById("app")!);
