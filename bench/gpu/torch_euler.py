"""
Euler-Maruyama in PyTorch: tensors changed in place, or `torch.compile` of several steps at a time.

    python3 torch_euler.py --workload gbm [--compile 16] [--rounds 7] [--device cpu]
"""

import sys

sys.dont_write_bytecode = True

import torch
from contender import options, serve, sizes


def double_well_in_place(x, z, scratch):
    torch.mul(x, x, out=scratch).sub_(1.0).mul_(x)
    x.add_(scratch, alpha=-0.04).add_(z.normal_(), alpha=0.07071067811865475)


def gbm_in_place(x, z, scratch):
    x.mul_(z.normal_(1.005859375, 0.000625))


IN_PLACE = {"double-well": double_well_in_place, "gbm": gbm_in_place}


class TorchEuler:
    def __init__(self, workload, particles, steps, device, together):
        torch.manual_seed(1)
        self.workload, self.steps, self.together = workload, steps, together
        self.shape, self.device = (workload.dimension, particles), torch.device(device)
        self.x, self.z, self.scratch = (torch.empty(self.shape, device=self.device) for _ in range(3))
        self.fresh = True
        self.compiled = torch.compile(several(workload.step, together)) if together else None
        cuda = self.device.type == "cuda"
        name = torch.cuda.get_device_name(self.device) if cuda else "processor"
        how = f"compiled, {together} steps at a time" if together else "eager, in place"
        self.machine = {"device": name, "platform": self.device.type, "versions": f"PyTorch {torch.__version__}, {how}"}

    @torch.no_grad()
    def units(self, count):
        for _ in range(count):
            if self.fresh or self.workload.restarts:
                self.x = self.workload.start(torch.rand(self.shape, device=self.device))
                self.fresh = False
            self.advance()
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)

    def advance(self):
        if self.compiled:
            for _ in range(self.steps // self.together):
                self.x = self.compiled(self.x)
            return
        step = IN_PLACE[self.workload.name]
        for _ in range(self.steps):
            step(self.x, self.z, self.scratch)

    def sums(self, particles, mean):
        d = self.x[:, :particles].to("cpu", torch.float64) - mean
        return d.sum().item(), (d**2).sum().item(), (d**4).sum().item()


def several(step, count):
    """A function that makes so many steps; its loop is written out when it is compiled."""

    def steps(x):
        for _ in range(count):
            x = step(x, torch.randn_like(x))
        return x

    return steps


def main():
    parser = options("Euler-Maruyama in PyTorch")
    parser.add_argument("--compile", type=int, default=0, metavar="STEPS", help="steps of one compiled function; 0: eager")
    parser.add_argument("--device", default="cuda")
    chosen = parser.parse_args()
    workload, particles, steps = sizes(parser, chosen)
    if chosen.compile and steps % chosen.compile:
        parser.error(f"--steps {steps} --compile {chosen.compile}; expected a multiple of it")
    peer = TorchEuler(workload, particles, steps, chosen.device, chosen.compile)
    return serve(chosen, workload, particles, steps, peer)


if __name__ == "__main__":
    sys.exit(main())
