// Odd: var, function expressions without parameters, prototypes; nothing newer than 2009 but the module itself.
import { Matrix } from 'ml-matrix';

var Model: any = function (this: any, params: any) {
  this.params = params;
};

Model.prototype.layer = function (input: any, n: number) {
  return linear(input, this.params['W' + n], this.params['b' + n]);
};

export var linear: any = function () {
  var X = arguments[0], W = arguments[1], b = arguments[2];
  var z = X.mmul(W);
  z.addRowVector(b);
  return z;
};

export var relu: any = function () {
  var a = arguments[0].clone(), i, j;
  for (i = 0; i < a.rows; i++) {
    for (j = 0; j < a.columns; j++) {
      if (a.get(i, j) < 0) a.set(i, j, 0);
    }
  }
  return a;
};

export var softmax: any = function () {
  var z = arguments[0], e = z.clone();
  e.subColumnVector(z.max('row'));
  e.exp();
  e.divColumnVector(e.sum('row'));
  return e;
};

export var crossEntropy: any = function () {
  var p = softmax(arguments[0]), y = arguments[1], loss = 0, i;
  for (i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
};

export var forward: any = function () {
  var model = new Model(arguments[1]);
  var z1 = model.layer(arguments[0], 1);
  var a1 = relu(z1);
  return { z1: z1, a1: a1, z2: model.layer(a1, 2) };
};
