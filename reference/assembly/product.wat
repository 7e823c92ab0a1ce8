;; The inner loops of a product of float32 matrices: C (M, N) = A (M, K) @ B (K, N), tile by tile.
;;
;; A tile is a pair of rows of C by a band of 16 columns. The pair's numbers of A are listed first, and the band's of B packed, so that
;; what one step of k needs lies side by side. All addresses, strides and steps count bytes.
(module
  (import "heap" "memory" (memory 1))

  ;; C (2, 16) = sum over the list, from `at` to `end`, of its two numbers of A outer B[k] (16). The rows of C lie `stride` apart.
  (func $tile (param $at i32) (param $end i32) (param $b i32) (param $c i32) (param $stride i32)
    (local $first v128) (local $second v128) (local $bk i32)
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128)
    (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128)
    (if (i32.lt_u (local.get $at) (local.get $end))
      (then
        (loop $k
          (local.set $bk (i32.add (local.get $b) (i32.load offset=8 (local.get $at))))
          (local.set $b0 (v128.load (local.get $bk)))
          (local.set $b1 (v128.load offset=16 (local.get $bk)))
          (local.set $b2 (v128.load offset=32 (local.get $bk)))
          (local.set $b3 (v128.load offset=48 (local.get $bk)))
          (local.set $first (v128.load32_splat (local.get $at)))
          (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $first) (local.get $b0))))
          (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $first) (local.get $b1))))
          (local.set $c2 (f32x4.add (local.get $c2) (f32x4.mul (local.get $first) (local.get $b2))))
          (local.set $c3 (f32x4.add (local.get $c3) (f32x4.mul (local.get $first) (local.get $b3))))
          (local.set $second (v128.load32_splat offset=4 (local.get $at)))
          (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (local.get $second) (local.get $b0))))
          (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (local.get $second) (local.get $b1))))
          (local.set $d2 (f32x4.add (local.get $d2) (f32x4.mul (local.get $second) (local.get $b2))))
          (local.set $d3 (f32x4.add (local.get $d3) (f32x4.mul (local.get $second) (local.get $b3))))
          (br_if $k (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))))
    (v128.store (local.get $c) (local.get $c0))
    (v128.store offset=16 (local.get $c) (local.get $c1))
    (v128.store offset=32 (local.get $c) (local.get $c2))
    (v128.store offset=48 (local.get $c) (local.get $c3))
    (local.set $c (i32.add (local.get $c) (local.get $stride)))
    (v128.store (local.get $c) (local.get $d0))
    (v128.store offset=16 (local.get $c) (local.get $d1))
    (v128.store offset=32 (local.get $c) (local.get $d2))
    (v128.store offset=48 (local.get $c) (local.get $d3)))

  ;; A column of tiles, one below the other: of as many pairs as are listed, in lists that have room for K entries each.
  (func (export "tiles")
    (param $list i32) (param $ends i32) (param $b i32) (param $c i32) (param $stride i32) (param $K i32)
    (param $pairs i32)
    (if (i32.eqz (local.get $pairs)) (then (return)))
    (loop $pair
      (call $tile
        (local.get $list) (i32.load (local.get $ends)) (local.get $b) (local.get $c) (local.get $stride))
      (local.set $list (i32.add (local.get $list) (i32.shl (local.get $K) (i32.const 4))))
      (local.set $ends (i32.add (local.get $ends) (i32.const 4)))
      (local.set $c (i32.add (local.get $c) (i32.shl (local.get $stride) (i32.const 1))))
      (br_if $pair (local.tee $pairs (i32.sub (local.get $pairs) (i32.const 1))))))

  ;; Lists the numbers of pairs of lanes: of each k that has one that is not 0, or with `all` = 1 of each, both, and how far into a band
  ;; of B, (K, 16), it lies: 16 bytes, of which four are idle. Of a lane they lie `step` apart, and the lanes of a pair `apart`, pairs twice that.
  ;; `ends` gets where each list ends. K and the pairs are at least 1.
  (func (export "listPairs")
    (param $lane i32) (param $apart i32) (param $step i32) (param $list i32) (param $ends i32) (param $K i32)
    (param $pairs i32) (param $all i32)
    (local $from i32) (local $beside i32) (local $entry i32) (local $bk i32) (local $end i32)
    (local $first i32) (local $second i32) (local $isKept i32)
    (local.set $end (i32.shl (local.get $K) (i32.const 6)))
    (loop $pair
      (local.set $from (local.get $lane))
      (local.set $beside (i32.add (local.get $lane) (local.get $apart)))
      (local.set $entry (local.get $list))
      (local.set $bk (i32.const 0))
      (loop $k
        (local.set $first (i32.load (local.get $from)))
        (local.set $second (i32.load (local.get $beside)))
        (i32.store (local.get $entry) (local.get $first))
        (i32.store offset=4 (local.get $entry) (local.get $second))
        (i32.store offset=8 (local.get $entry) (local.get $bk))
        (local.set $isKept ;; all bits of a 0 but its sign are 0
          (i32.ne
            (i32.or
              (local.get $all)
              (i32.shl (i32.or (local.get $first) (local.get $second)) (i32.const 1)))
            (i32.const 0)))
        (local.set $entry (i32.add (local.get $entry) (i32.shl (local.get $isKept) (i32.const 4))))
        (local.set $from (i32.add (local.get $from) (local.get $step)))
        (local.set $beside (i32.add (local.get $beside) (local.get $step)))
        (br_if $k (i32.lt_u (local.tee $bk (i32.add (local.get $bk) (i32.const 64))) (local.get $end))))
      (i32.store (local.get $ends) (local.get $entry))
      (local.set $ends (i32.add (local.get $ends) (i32.const 4)))
      (local.set $list (i32.add (local.get $list) (i32.shl (local.get $K) (i32.const 4))))
      (local.set $lane (i32.add (local.get $lane) (i32.shl (local.get $apart) (i32.const 1))))
      (br_if $pair (local.tee $pairs (i32.sub (local.get $pairs) (i32.const 1))))))

  ;; Whether all of these numbers, `fours` times 4 of them, are finite: of others all bits of the exponent are set.
  (func (export "areFinite") (param $from i32) (param $fours i32) (result i32)
    (local $exponent v128) (local $found v128)
    (local.set $exponent (v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000))
    (loop $four
      (local.set $found
        (v128.or
          (local.get $found)
          (i32x4.eq (v128.and (v128.load (local.get $from)) (local.get $exponent)) (local.get $exponent))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $four (local.tee $fours (i32.sub (local.get $fours) (i32.const 1)))))
    (i32.eqz (v128.any_true (local.get $found))))

  ;; Packs a band of 16 columns, of which those of each k lie side by side, in lines `stride` apart.
  (func (export "packColumns") (param $from i32) (param $stride i32) (param $to i32) (param $K i32)
    (loop $k
      (v128.store (local.get $to) (v128.load (local.get $from)))
      (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
      (v128.store offset=32 (local.get $to) (v128.load offset=32 (local.get $from)))
      (v128.store offset=48 (local.get $to) (v128.load offset=48 (local.get $from)))
      (local.set $from (i32.add (local.get $from) (local.get $stride)))
      (local.set $to (i32.add (local.get $to) (i32.const 64)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1))))))

  ;; Packs 4 columns of a band that are kept as rows, `stride` apart.
  (func (export "packRows") (param $from i32) (param $stride i32) (param $to i32) (param $K i32)
    (local $second i32) (local $third i32) (local $fourth i32)
    (local.set $second (i32.add (local.get $from) (local.get $stride)))
    (local.set $third (i32.add (local.get $second) (local.get $stride)))
    (local.set $fourth (i32.add (local.get $third) (local.get $stride)))
    (loop $k
      (f32.store (local.get $to) (f32.load (local.get $from)))
      (f32.store offset=4 (local.get $to) (f32.load (local.get $second)))
      (f32.store offset=8 (local.get $to) (f32.load (local.get $third)))
      (f32.store offset=12 (local.get $to) (f32.load (local.get $fourth)))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (local.set $second (i32.add (local.get $second) (i32.const 4)))
      (local.set $third (i32.add (local.get $third) (i32.const 4)))
      (local.set $fourth (i32.add (local.get $fourth) (i32.const 4)))
      (local.set $to (i32.add (local.get $to) (i32.const 64)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1)))))))
