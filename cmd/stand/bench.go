package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"documenting.kz/terminal/cmd/stand/internal/citizen"
	"documenting.kz/terminal/cmd/stand/internal/rig"
	"documenting.kz/terminal/kiosk"
)

// bench is "make bench": it measures the running terminal and the parts' own
// benchmarks, and writes one table. It asserts nothing: machines are noisy.
func bench(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("stand bench", flag.ContinueOnError)
	models := flags.String("models", filepath.Join(stateFolder(), "models"), "`folder` of the face models")
	out := flags.String("out", "out/bench.txt", "`file` for the table")
	clients := flags.Int("clients", 200, "scripted clients in a row")
	parts := flags.Bool("parts", true, "run the packages' benchmarks too")
	if err := flags.Parse(args); err != nil {
		return err
	}
	file, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer file.Close()
	b := &figures{out: io.MultiWriter(os.Stdout, file)}
	b.title("terminal on %s, %s", machine(), time.Now().Format(time.DateOnly))
	if err := b.running(ctx, *models, *clients); err != nil {
		return err
	}
	if *parts {
		return b.parts(ctx)
	}
	return nil
}

// fastPaper is the speed of the emulated printer in mm/s: two hundred clients
// would otherwise spend seven minutes watching paper. Printers of the trade make 150 to 300.
const fastPaper = 600

// figures prints the table as it grows.
type figures struct{ out io.Writer }

func (b *figures) title(format string, args ...any) {
	fmt.Fprintf(b.out, "\n"+format+"\n", args...)
}

func (b *figures) row(name, format string, args ...any) {
	fmt.Fprintf(b.out, "%-46s %s\n", name, fmt.Sprintf(format, args...))
}

// running measures the whole terminal in its window.
func (b *figures) running(ctx context.Context, models string, clients int) error {
	state, err := os.MkdirTemp("", "terminal-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(state)
	r, err := rig.Start(ctx, rig.Config{
		Bin: binaries(), Kiosk: "kiosk-probe", Models: models, State: state, Logs: filepath.Join(state, "logs"),
		Central: "127.0.0.1:0", Control: "127.0.0.1:0", Printer: "127.0.0.1:0", Paper: fastPaper, Wait: true,
	})
	if err != nil {
		return err
	}
	defer r.Close()
	if err := b.starts(ctx, r); err != nil {
		return err
	}
	c, err := citizen.At(r)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := b.idle(ctx, c, r.Kiosk.Pid(), "idle at the attract screen, before any client"); err != nil {
		return err
	}
	if err := b.preview(ctx, c, r.Kiosk.Pid(), expired); err != nil {
		return err
	}
	// The centre is done with an application at once, so that its person may come again.
	if err := c.Centre.Set(ctx, map[string]any{"processSeconds": 0}); err != nil {
		return err
	}
	if err := b.clients(ctx, c, r.Kiosk.Pid(), clients); err != nil {
		return err
	}
	return b.idle(ctx, c, r.Kiosk.Pid(), fmt.Sprintf("idle after %d clients", clients))
}

// starts measures from the process's start to the drawn attract screen.
func (b *figures) starts(ctx context.Context, r *rig.Rig) error {
	var times []time.Duration
	for range 5 {
		if r.Kiosk != nil {
			r.Kiosk.Stop()
		}
		began := time.Now()
		if err := r.StartKiosk(ctx); err != nil {
			return err
		}
		c, err := citizen.At(r)
		if err != nil {
			return err
		}
		_, err = c.On(ctx, kiosk.ScreenAttract)
		c.Close()
		if err != nil {
			return err
		}
		times = append(times, time.Since(began))
	}
	b.row("cold start to the attract screen, p50 of 5", "%.2f s", share(times, 0.5).Seconds())
	return nil
}

func (b *figures) idle(ctx context.Context, c *citizen.Citizen, pid int, name string) error {
	if _, err := c.Until(ctx, "an open terminal", func(s citizen.Seen) bool { return s.State == kiosk.Attract && s.Open }); err != nil {
		return err
	}
	time.Sleep(15 * time.Second) // caches of the last visit empty themselves after ten
	cpu, err := cpuOver(pid, 20*time.Second)
	if err != nil {
		return err
	}
	b.row(name, "%.1f %% of a core, %d MB resident", cpu, resident(pid))
	return nil
}

// preview lets somebody stand too far away, so that the camera step goes on and on.
func (b *figures) preview(ctx context.Context, c *citizen.Citizen, pid int, p citizen.Person) error {
	if err := c.Hardware.Person(ctx, p.Face, "far"); err != nil {
		return err
	}
	if err := c.Start(ctx, kiosk.Russian); err != nil {
		return err
	}
	if err := c.ToIdentify(ctx, p); err != nil {
		return err
	}
	before, err := c.On(ctx, kiosk.ScreenIdentify)
	if err != nil {
		return err
	}
	began := time.Now()
	cpu, err := cpuOver(pid, 10*time.Second)
	if err != nil {
		return err
	}
	after, err := c.Look(ctx)
	if err != nil {
		return err
	}
	fps := float64(after.Frames-before.Frames) / time.Since(began).Seconds()
	b.row("live preview 1280×720 with guidance", "%.1f frames/s at %.0f %% of a core", fps, cpu)
	return c.Cancel(ctx)
}

// clients runs one visit after another and watches touches and memory.
func (b *figures) clients(ctx context.Context, c *citizen.Citizen, pid int, n int) error {
	var machine, printing []time.Duration
	every := max(1, n/5)
	c.Touches, c.Hand = nil, citizen.Initials
	people := []citizen.Person{expired, woman, older}
	for i := range n {
		steps, err := visit(ctx, c, people[i%len(people)])
		if err != nil {
			return fmt.Errorf("client %d: %w", i+1, err)
		}
		var sum int64
		for _, s := range steps {
			sum += s.Machine
		}
		machine = append(machine, time.Duration(sum)*time.Millisecond)
		printing = append(printing, c.Printing)
		if (i+1)%every == 0 {
			b.row(fmt.Sprintf("resident memory after %d clients", i+1), "%d MB", resident(pid))
		}
	}
	b.row("touch to next screen, all states", "p50 %d ms, p95 %d ms of %d touches",
		share(c.Touches, 0.5).Milliseconds(), share(c.Touches, 0.95).Milliseconds(), len(c.Touches))
	b.row(fmt.Sprintf("receipt: asked for to printed (%d mm/s paper)", fastPaper), "p50 %.2f s", share(printing, 0.5).Seconds())
	b.row("machine time of the whole journey", "p50 %.1f s, p95 %.1f s", share(machine, 0.5).Seconds(), share(machine, 0.95).Seconds())
	return nil
}

// parts runs the packages' own benchmarks and keeps their lines.
func (b *figures) parts(ctx context.Context) error {
	b.title("parts: go test -bench; x-floor is the ratio to the floor measured in the same run")
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchtime", "1s",
		"./pipeline/...", "./offline/...", "./kiosk/...", "./devices/...", "./ui/...", "./cmd/kiosk")
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "Benchmark") {
			fmt.Fprintln(b.out, lines.Text())
		}
	}
	return cmd.Wait()
}

func share(times []time.Duration, p float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}
