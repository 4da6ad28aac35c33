/** Starts an exported page: the dashboard's pages of one run, with modules of this folder in place of those that need a server. */
import "./links.js";
import "../main.js";
