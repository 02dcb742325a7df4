import type { Model } from './model.js';
import type { ProxyStep, SocketStep, Step } from './scenario.js';
import { LONG_LINGER_MS } from './scenario.js';
import type { SocketState } from './socket-state.js';
import { isSubscriber } from './socket-state.js';

/** Whether a step makes sense in the state that a scenario has reached. */
export function applicable(model: Model, step: Step): boolean {
  if (step.do === 'settle') return true;
  if ('at' in step && model.endpoint(step.at) === undefined) return false;
  if (!('who' in step)) return applicableToProxy(model, step);
  const socket = model.sockets[step.who];
  if (step.do === 'open') return step.who < model.sockets.length && (socket === undefined || socket.life === 'closed');
  return socket?.life === 'open' && applicableTo(model, socket, step);
}

function applicableToProxy(model: Model, step: ProxyStep): boolean {
  if (model.endpoint(step.at)?.proxied !== true) return false;
  return step.do === 'cut' || (step.do === 'resume') === model.stalled.has(step.at);
}

function applicableTo(model: Model, socket: SocketState, step: SocketStep): boolean {
  const { plan, promises } = socket;
  switch (step.do) {
    case 'bind':
      return mayUse(model, socket, step.at, true);
    case 'connect':
      return mayUse(model, socket, step.at, false);
    case 'unbind':
      return socket.bound.has(step.at);
    case 'disconnect':
      return socket.connected.has(step.at);
    case 'send':
      return promises.sends !== 'nobody' && (promises.sends === 'named') === (step.to !== undefined);
    case 'request':
      return plan.type === 'REQ';
    case 'receive':
    case 'abort':
      return promises.receives && !socket.reading;
    case 'iterate':
      return promises.receives && !promises.lockstep && !socket.reading && !socket.iterating;
    case 'leave':
      return socket.iterating;
    case 'read':
      return promises.receives && plan.type !== 'REQ' && !socket.reading && !socket.iterating;
    case 'pause':
      return socket.reading;
    case 'subscribe':
      return isSubscriber(socket) && !socket.topics.has(step.topic);
    case 'unsubscribe':
      return isSubscriber(socket) && socket.topics.has(step.topic);
    case 'grant':
    case 'revoke':
      return plan.options['manual'] === true && socket.reading && model.partners(socket).length === 1;
    case 'close':
      // Without an endpoint, nothing but the end of its linger period can end it.
      return step.linger < LONG_LINGER_MS || socket.bound.size + socket.connected.size > 0;
  }
}

function mayUse(model: Model, socket: SocketState, at: number, binds: boolean): boolean {
  const endpoint = model.endpoint(at);
  if ((endpoint?.boundBy === socket.plan.side) !== binds) return false;
  if (binds ? socket.bound.has(at) : socket.connected.has(at)) return false;
  const alive = model.alive();
  if (binds && alive.some(({ bound }) => bound.has(at))) return false;
  if (!socket.promises.exclusive) return true;
  // A PAIR refuses a second peer: which of two is the first depends on time.
  return (
    socket.bound.size + socket.connected.size + socket.lingering.size === 0 &&
    !alive.some(({ lingering }) => lingering.size > 0) &&
    (binds || !alive.some(({ connected }) => connected.has(at)))
  );
}
