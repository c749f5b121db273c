// An extension that does nothing: what every extension costs.
exports.activate = () => undefined;
