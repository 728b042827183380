package face

import "math"

// Pose is how a head is turned, in degrees; 0, 0, 0 looks straight into the camera.
type Pose struct {
	Yaw   float64 // positive: towards the picture's right, the person's left
	Pitch float64 // positive: up
	Roll  float64 // positive: clockwise in the picture, the picture's right eye lower
}

// Pose fits the rigid part of a mean face to the mesh.
func (l *Landmarks) Pose() Pose {
	var seen [len(rigid)][3]float64
	for i, id := range rigid {
		seen[i] = l.Mesh[id]
	}
	r := rotation(canonical[:], seen[:])
	const degree = 180 / math.Pi
	return Pose{
		Yaw:   math.Asin(max(-1, min(1, r[2][0]))) * degree,
		Pitch: -math.Atan2(r[2][1], r[2][2]) * degree,
		Roll:  math.Atan2(r[1][0], r[0][0]) * degree,
	}
}

type matrix [3][3]float64

// rotation turns the points from, centred, nearest to the points to in the least
// squares sense, whatever their sizes (Kabsch's problem; solved with Horn's quaternion,
// J. Opt. Soc. Am. A 4 (1987) 629, which needs no singular values).
func rotation(from, to [][3]float64) matrix {
	a, b := centre(from), centre(to)
	var s matrix // sums of products
	for i := range from {
		for j := range 3 {
			for k := range 3 {
				s[j][k] += (from[i][j] - a[j]) * (to[i][k] - b[k])
			}
		}
	}
	q := mainAxis([4][4]float64{
		{s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
		{s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
		{s[2][0] - s[0][2], s[0][1] + s[1][0], -s[0][0] + s[1][1] - s[2][2], s[1][2] + s[2][1]},
		{s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], -s[0][0] - s[1][1] + s[2][2]},
	})
	w, x, y, z := q[0], q[1], q[2], q[3]
	return matrix{
		{w*w + x*x - y*y - z*z, 2 * (x*y - w*z), 2 * (x*z + w*y)},
		{2 * (x*y + w*z), w*w - x*x + y*y - z*z, 2 * (y*z - w*x)},
		{2 * (x*z - w*y), 2 * (y*z + w*x), w*w - x*x - y*y + z*z},
	}
}

func centre(points [][3]float64) (c [3]float64) {
	for _, p := range points {
		for j := range c {
			c[j] += p[j] / float64(len(points))
		}
	}
	return c
}

// mainAxis is the unit eigenvector with the greatest eigenvalue of a symmetric matrix,
// by Jacobi's rotations.
func mainAxis(m [4][4]float64) [4]float64 {
	v := [4][4]float64{{1}, {0, 1}, {0, 0, 1}, {0, 0, 0, 1}}
	for range 50 {
		off := 0.0
		for p := range 4 {
			for q := p + 1; q < 4; q++ {
				if m[p][q] == 0 {
					continue
				}
				off += m[p][q] * m[p][q]
				theta := (m[q][q] - m[p][p]) / (2 * m[p][q])
				t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
				if theta < 0 {
					t = -t
				}
				c := 1 / math.Sqrt(t*t+1)
				s := t * c
				for k := range 4 {
					m[k][p], m[k][q] = c*m[k][p]-s*m[k][q], s*m[k][p]+c*m[k][q]
				}
				for k := range 4 {
					m[p][k], m[q][k] = c*m[p][k]-s*m[q][k], s*m[p][k]+c*m[q][k]
					v[k][p], v[k][q] = c*v[k][p]-s*v[k][q], s*v[k][p]+c*v[k][q]
				}
			}
		}
		if off == 0 || off < 1e-20*(m[0][0]*m[0][0]+m[1][1]*m[1][1]+m[2][2]*m[2][2]+m[3][3]*m[3][3]) {
			break
		}
	}
	best := 0
	for i := range 4 {
		if m[i][i] > m[best][best] {
			best = i
		}
	}
	return [4]float64{v[0][best], v[1][best], v[2][best], v[3][best]}
}
