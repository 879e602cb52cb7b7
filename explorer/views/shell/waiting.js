// The page while kernels are compiled: a large picture of the layout, and a line that says how far that is.

import {Card, html, introduce, spoken, write} from "../kit/draw.js";
import {picture} from "./picture.js";

const WHY = "Once, for this machine: the racks are drawn from their layout, and figures come when the kernels are there.";

class Waiting extends Card {
  /** @param {import("../wire/protocol").WaitingViewModel} model */
  constructor(model, el) {
    super(model, el, "waiting");
    this.root.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
    this.title.dir = "auto";
    this.stage = html("div", "stage pictured");
    this.line = html("p", "waiting-line");
    this.root.append(this.stage, this.line, html("p", "waiting-why", WHY));
    this.say = spoken(this.root);
    const heard = introduce(model);
    model.on("msg:custom", message => { heard(); this[message.type]?.(message); });
  }

  /** @param {import("../wire/protocol").Waiting} message */
  waiting(message) {
    write(this.title, message.title);
    write(this.line, message.line);
    this.say(message.line);
    if (!this.stage.firstChild) this.stage.append(picture(message.picture));
  }
}

export function render({model, el}) {
  new Waiting(model, el);
}
